"""Words of the made-up lessons, as (Vietnamese, English) pairs."""

from typing import Final

Pair = tuple[str, str]

GROUPS: Final[dict[str, Pair]] = {
    "nguoi-dan": ("Người dân", "Citizens"),
    "hoc-sinh": ("Học sinh, sinh viên", "Pupils and students"),
    "nguoi-lao-dong": ("Người lao động", "Workers and traders"),
    "can-bo": ("Cán bộ, công chức", "Public servants"),
    "to-cong-nghe-so": ("Tổ công nghệ số", "Community digital helpers"),
}
COLOURS: Final = ("red", "blue", "orange", "purple", "green")

TOPICS: Final[dict[str, Pair]] = {
    "bat-dau": ("Bắt đầu", "Getting started"),
    "ket-noi": ("Kết nối", "Getting connected"),
    "thanh-toan": ("Thanh toán", "Payments"),
    "an-toan": ("An toàn", "Staying safe"),
    "kinh-doanh": ("Kinh doanh", "Business"),
    "cong-vu": ("Công vụ", "Public service work"),
    "day-hoc": ("Dạy học", "Teaching others"),
}

# (slug, topic, name): what the title promises.
SKILLS: Final[tuple[tuple[str, str, Pair], ...]] = (
    ("lam-quen", "bat-dau", ("Làm quen với điện thoại", "Meet the telephone")),
    ("chinh-chu-to", "bat-dau", ("Chỉnh chữ to cho dễ đọc", "Make the letters bigger")),
    ("sac-pin", "bat-dau", ("Giữ pin được lâu", "Make the battery last")),
    ("noi-mang", "ket-noi", ("Nối mạng không dây", "Join a wireless network")),
    ("goi-hinh", "ket-noi", ("Gọi thấy mặt người thân", "Make a video call to family")),
    ("gui-anh", "ket-noi", ("Gửi ảnh cho con cháu", "Send pictures to the family")),
    ("quet-ma", "thanh-toan", ("Quét mã trả tiền", "Pay by scanning a code")),
    ("tra-hoa-don", "thanh-toan", ("Trả hoá đơn điện nước", "Pay the power and water bill")),
    ("xem-so-du", "thanh-toan", ("Xem tiền còn trong ví", "See what is left in the purse")),
    ("tu-choi", "an-toan", ("Từ chối cuộc gọi lạ", "Refuse a stranger's call")),
    ("mat-khau", "an-toan", ("Đặt mật khẩu khó đoán", "Choose a strong password")),
    ("tin-gia", "an-toan", ("Nhận ra tin giả", "Recognise false news")),
    ("chup-hang", "kinh-doanh", ("Chụp hàng cho đẹp", "Photograph goods well")),
    ("ghi-so", "kinh-doanh", ("Ghi sổ thu chi", "Write down income and costs")),
    ("dat-phong", "kinh-doanh", ("Nhận khách đặt phòng", "Take a guest's booking")),
    ("ky-so", "cong-vu", ("Ký văn bản điện tử", "Sign an electronic document")),
    ("nop-ho-so", "cong-vu", ("Nộp hồ sơ qua mạng", "File a dossier online")),
    ("lich-hop", "cong-vu", ("Xếp lịch họp chung", "Plan a shared meeting")),
    ("kem-nguoi-moi", "day-hoc", ("Kèm một người mới học", "Help one beginner")),
    ("mo-lop", "day-hoc", ("Mở lớp ở bản", "Open a class in the village")),
    ("hoi-thu", "day-hoc", ("Hỏi để biết đã hiểu", "Ask to see what was understood")),
)

PLACES: Final[tuple[Pair, ...]] = (
    ("nhà văn hoá", "the cultural house"),
    ("chợ phiên", "the weekly market"),
    ("trường tiểu học", "the primary school"),
    ("trạm y tế", "the clinic"),
    ("bưu điện văn hoá xã", "the commune post office"),
    ("sân nhà trưởng bản", "the village head's yard"),
    ("quán nước đầu dốc", "the tea stall on the slope"),
    ("hợp tác xã chè", "the tea co-operative"),
    ("bến xe huyện", "the bus station"),
    ("nương ngô", "the maize field"),
    ("thư viện", "the library"),
    ("bộ phận một cửa", "the one-stop office"),
    ("nhà sàn đón khách", "the guest house on stilts"),
    ("xưởng dệt thổ cẩm", "the weaving workshop"),
    ("trại cá tầm", "the sturgeon farm"),
    ("ký túc xá", "the boarding house"),
)

PEOPLE: Final[tuple[Pair, ...]] = (
    ("bác Mỷ", "Aunt Mỷ"),
    ("anh Páo", "Páo"),
    ("chị Xuân", "Xuân"),
    ("cô Vàng", "Ms Vàng"),
    ("em Sùng", "Sùng"),
    ("ông Lử", "old Mr Lử"),
    ("bà Dợ", "Grandmother Dợ"),
    ("chú Thào", "Uncle Thào"),
    ("thầy Quân", "Teacher Quân"),
    ("chị Phượng", "Phượng"),
    ("anh Khoa", "Khoa"),
    ("cô Thắm", "Ms Thắm"),
)

VERBS: Final[tuple[Pair, ...]] = (
    ("Mở", "Open"),
    ("Tìm", "Find"),
    ("Chọn", "Choose"),
    ("Xem lại", "Look again at"),
    ("Kiểm tra", "Check"),
    ("Lưu", "Keep"),
    ("Gửi", "Send"),
    ("Đóng", "Close"),
)

OBJECTS: Final[tuple[Pair, ...]] = (
    ("phần cài đặt", "the settings"),
    ("danh sách mạng", "the list of networks"),
    ("mã vuông", "the square code"),
    ("hoá đơn tháng này", "this month's bill"),
    ("sổ khám bệnh", "the health book"),
    ("ảnh vừa chụp", "the newest picture"),
    ("giỏ hàng", "the shopping basket"),
    ("tin nhắn mới", "the new message"),
    ("tài liệu của lớp", "the class papers"),
    ("hồ sơ đã nộp", "the filed dossier"),
    ("bảng giá nông sản", "the crop price list"),
    ("lịch làm việc", "the calendar"),
    ("ô mật khẩu", "the password box"),
    ("danh bạ", "the contacts"),
    ("bản đồ đường đi", "the road map"),
    ("biên lai", "the receipt"),
    ("dự báo thời tiết", "the weather forecast"),
    ("đơn đặt phòng", "the booking"),
    ("bảng chấm công", "the work sheet"),
    ("văn bản chờ ký", "the paper to sign"),
    ("tệp ghi âm", "the sound recording"),
    ("lịch tiêm chủng", "the vaccination plan"),
    ("thẻ bảo hiểm", "the insurance card"),
    ("phiếu gửi hàng", "the parcel slip"),
    ("bài tập về nhà", "the homework"),
    ("giấy khai sinh", "the birth certificate"),
    ("sổ hộ khẩu cũ", "the old family register"),
    ("nhóm trò chuyện", "the chat group"),
    ("bảng tính chi tiêu", "the cost sheet"),
    ("đoạn phim ngắn", "the short film"),
)

COUNTS: Final[tuple[Pair, ...]] = (
    ("một lần", "once"),
    ("hai lần", "twice"),
    ("vài giây", "a few seconds"),
    ("chừng nửa phút", "about half a minute"),
    ("đến khi thấy dấu tích", "until the tick appears"),
    ("thật chậm", "very slowly"),
)

# Two syllables make the name of a made-up village.
# fmt: off
VILLAGE_FIRST: Final = (
    "Nậm", "Pa", "Tà", "Lao", "Sín", "Huổi", "Phìn", "Ngài", "Mường", "Bản", "Séo", "Khâu", "Hồ",
    "Giàng", "Thèn", "Tủa", "Cao", "Pu", "Xà", "Dền",
)
VILLAGE_SECOND: Final = (
    "Pung", "Chải", "Khao", "Thảo", "Mận", "Lống", "Sảo", "Sảng", "Mây", "Dào", "Vây", "Hoà",
    "Than", "Tả", "Cháng", "Suối", "Đanh", "Cuổi", "Lèng", "Kẹn", "Thàng", "Nhùng", "Ly", "Trại",
)
# fmt: on
