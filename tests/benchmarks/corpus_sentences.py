"""Sentence patterns of the made-up lessons; {object} and the like take words of corpus_words."""

from typing import Final

from corpus_words import Pair

SENTENCES: Final[tuple[Pair, ...]] = (
    (
        "Tìm **{object}** ở giữa màn hình, bấm nhẹ {count}, rồi nhấc ngón tay lên và chờ.",
        "Look for **{object}** in the middle of the screen, tap it {count}, lift the finger.",
    ),
    (
        "Lúc ấy ở {place}, {person} đọc to từng chữ trước khi bấm, vội dễ nhầm.",
        "That day at {place}, {person} read each word aloud before tapping; haste misleads.",
    ),
    (
        "Nếu chưa thấy {object}, kéo màn hình lên một chút; thứ cần tìm hay nằm phía dưới.",
        "If you do not see {object} yet, move the page up a little: it is often below.",
    ),
    (
        "Màn hình báo lỗi cũng không sao, điện thoại không hỏng đâu, cứ quay lại làm {count}.",
        "A red message is no disaster: nothing is broken, go back and try it {count}.",
    ),
    (
        "Nhờ {person} cầm máy bên cạnh, còn mình tự bấm **{object}** để tay quen dần.",
        "Let {person} sit beside you, but tap **{object}** yourself so that the hand learns.",
    ),
    (
        "So **{object}** với tờ giấy mang theo: đúng tên, đúng số, đúng ngày mới làm tiếp.",
        "Compare **{object}** with your paper: right name, number and day, then go on.",
    ),
    (
        "Xong bước này, {person} ghi vào sổ tay một dòng ngắn để lần sau khỏi phải hỏi.",
        "After this, {person} writes one short line in a notebook, so as not to ask again.",
    ),
    (
        "Ngoài {place} nắng to, che tay lên màn hình hoặc tăng độ sáng để đọc cho rõ.",
        "In the bright sun of {place}, shade the screen by hand or make it brighter to read.",
    ),
    (
        "Bấm giữ thì máy hiện thêm mục lạ; cứ chạm ra ngoài, **{object}** vẫn còn nguyên.",
        "A long press shows odd menus; tap outside them, **{object}** is still there.",
    ),
    (
        "Mạng ở {place} yếu nên hình tải {count}; đọc phần chữ trước, hình sẽ hiện sau.",
        "The network at {place} is weak, pictures load {count}; read the words first.",
    ),
    (
        "Khi thấy dấu xanh cạnh **{object}**, việc đã xong và không mất đồng nào.",
        "When a green mark stands beside **{object}**, it is done and it cost nothing.",
    ),
    (
        "Hỏi {person} xem người nhà đã nhận được chưa, rồi mới cất điện thoại vào túi.",
        "Ask {person} whether the family received it, and only then pocket the phone.",
    ),
    (
        "Đừng lo gõ sai; nút xoá nằm cạnh hàng chữ, bấm {count} là sạch để gõ lại.",
        "Do not fear typing errors; the erase key beside the letters clears them, then retype.",
    ),
    (
        "Hôm họp bản {village}, nhiều người cùng làm theo và ai cũng mở được {object}.",
        "At the meeting in {village} many tried it together, and everybody reached {object}.",
    ),
    (
        "Tiếng chuông nhỏ báo có thư; kéo từ mép trên xuống rồi chạm vào dòng mới nhất.",
        "A small bell means news; pull down from the top edge and touch the newest line.",
    ),
    (
        "Con số bên phải là phí phải trả, hãy đọc lại hai lần trước khi đồng ý.",
        "The number at the right is the fee to pay: read it twice before agreeing.",
    ),
    (
        "Muốn giữ {object} lâu dài, chụp ảnh màn hình bằng hai phím bên cạnh máy.",
        "To hold on to {object}, photograph the screen with the two side keys.",
    ),
    (
        "Mùa mưa sóng chập chờn, {person} thường ra gần cửa sổ {place} mới gửi được.",
        "In the rainy season signals fade; {person} sends it near the window of {place}.",
    ),
    (
        "Khung trống có dấu sao đỏ là chỗ bắt buộc, còn lại bỏ qua cũng không sao.",
        "An empty frame with a red star must be filled; the others may stay blank.",
    ),
    (
        "Nói vào micrô thay vì gõ: giữ hình chiếc loa, nói chậm, buông tay là chữ hiện ra.",
        "Speak instead of typing: hold the microphone sign, talk slowly, let go for words.",
    ),
    (
        "Bộ phận kỹ thuật trả lời trong giờ hành chính, chiều thứ bảy thì phải đợi sang tuần.",
        "Technical staff answer in office hours; on Saturday afternoon it waits till Monday.",
    ),
    (
        "Đổi sang chế độ tiết kiệm pin nếu vạch còn dưới hai mươi phần trăm.",
        "Change to battery saving when less than twenty percent of the bar is left.",
    ),
    (
        "{person} quê {village} kể: hồi đầu run tay lắm, tập dăm hôm thì quen như cầm cuốc.",
        "From {village}, {person} tells: hands shook at first, now it is like holding a hoe.",
    ),
    (
        "Danh sách dài quá thì gõ hai chữ đầu, máy tự lọc và {object} lên trên cùng.",
        "When a list is too long, type two letters; the phone filters and {object} comes up.",
    ),
)

DESCRIPTIONS: Final[tuple[Pair, ...]] = (
    (
        "Ngón tay của {person} chỉ vào {object} trên điện thoại, mũi tên cong dẫn mắt "
        "tới ô cần bấm tiếp theo.",
        "The finger of {person} points at {object} on the phone, a curved arrow leads "
        "to the box to tap next.",
    ),
    (
        "Ở {place}, điện thoại mở {object}; một vòng tròn đỏ khoanh đúng chỗ phải nhìn trước tiên.",
        "At {place}, a phone shows {object}; a red circle marks the spot to look at first.",
    ),
    (
        "Hai màn hình cạnh nhau: bên trái chưa chọn {object}, bên phải đã chọn và có dấu "
        "tích xanh.",
        "Two screens side by side: {object} not yet chosen at the left, chosen with a green "
        "tick at the right.",
    ),
    (
        "{person} cầm máy bằng hai tay, trên màn hình là {object} và một hàng chữ thật to.",
        "{person} holds the phone in two hands; it shows {object} and one line of big letters.",
    ),
)

TIPS: Final[tuple[Pair, ...]] = (
    (
        "Bấm nhầm thì bấm mũi tên quay lại. Chỉ xem thôi, không có gì bị mất cả.",
        "A wrong tap? Tap the back arrow. Looking breaks nothing and loses nothing.",
    ),
    (
        "Tập với người nhà mỗi tối năm phút. Ba hôm là tay nhớ đường.",
        "Practise with the family five minutes each evening. Three days and the hand knows.",
    ),
    (
        "Chữ nhỏ quá thì chụm hai ngón tay rồi mở ra, chữ sẽ to lên ngay.",
        "Letters too small? Put two fingers together on them and open: they grow at once.",
    ),
    (
        "Lưu bài vào máy ở nơi có mạng, về bản mở lại vẫn đọc được.",
        "Keep the lesson on the phone where there is a network and read it at home without.",
    ),
)

WARNINGS: Final[tuple[Pair, ...]] = (
    (
        "Không đọc mã OTP hay mật khẩu cho bất kỳ ai, kể cả người xưng là ngân hàng.",
        "Never tell anyone an OTP or a password, not even somebody who claims to be the bank.",
    ),
    (
        "Công an và ngân hàng không gọi điện đòi chuyển tiền. Gặp cuộc gọi như vậy, tắt máy.",
        "Police and banks do not ask for transfers by phone. Hang up on such a call.",
    ),
    (
        "Chỉ cài ứng dụng từ cửa hàng chính thức của máy, không cài từ đường dẫn lạ.",
        "Install apps only from the phone's official store, never from a strange link.",
    ),
)

QUESTIONS: Final[tuple[Pair, ...]] = (
    ("Muốn xem {object}, {person} làm gì trước?", "To see {object}, what does {person} do first?"),
    ("Chưa thấy {object}, nên làm thế nào?", "You do not see {object} yet. What now?"),
    ("Làm sao biết {object} đã xong?", "How do you know that {object} is done?"),
)

RIGHT_ANSWERS: Final[tuple[tuple[Pair, Pair], ...]] = (
    (
        ("Đọc chữ trên màn hình rồi bấm một lần", "Read the words, then tap once"),
        ("Đúng rồi. Đọc trước, bấm sau, không vội.", "Right. Read first, tap after, no haste."),
    ),
    (
        ("Chờ dấu tích màu xanh", "Wait for the green tick"),
        ("Đúng rồi. Dấu xanh là đã xong.", "Right. The green mark says that it is done."),
    ),
)

WRONG_ANSWERS: Final[tuple[tuple[Pair, Pair], ...]] = (
    (
        ("Bấm liên tục cho nhanh", "Tap many times to be quick"),
        ("Chưa đúng. Bấm nhiều lần máy dễ mở nhầm.", "Not yet. Many taps open wrong things."),
    ),
    (
        ("Gọi cho số lạ trên mạng", "Call an unknown number from the internet"),
        ("Chưa đúng. Hãy hỏi tổ công nghệ số ở bản.", "Not yet. Ask your local helper instead."),
    ),
    (
        ("Tắt máy rồi mang đi sửa", "Switch off and take it to a repair shop"),
        ("Chưa đúng. Máy không hỏng, quay lại là được.", "Not yet. Nothing is broken, go back."),
    ),
)
