from hatgiong.cli import main

main()
