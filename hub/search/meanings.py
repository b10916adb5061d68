"""What people's sayings mean, in the words by which a catalogue is searched (data).

A row: words that a catalogue has, then patterns.  In a pattern a word in <> is any phrase of that
kind (hub/search/kinds.py), "$" says that nothing more may follow.  Words that say nothing may
stand between the parts.  A row helps every catalogue that has its words, and harms none without.
"""

from __future__ import annotations

from typing import Final

MEANINGS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    # a child
    ("em bé mới sinh", (
        "<baby> mới <born>", "<baby> vừa <born>", "<bearer> <born>", "<bearer> mới <born>",
        "<bearer> vừa <born>", "mới <born>", "mới <born> <baby>", "vừa <born> <baby>",
        "<born> <baby>", "<bearer> <born> <baby>", "<baby> <born> ra",
    )),
    ("con chưa có khai sinh", (
        "<baby> chưa có <birthpaper>", "<baby> chưa làm <birthpaper>", "<baby> chưa <birthpaper>",
        "<baby> chưa có giấy", "<baby> chưa có giấy tờ", "<baby> không có <birthpaper>",
        "<baby> <born> ra chưa có giấy",
    )),
    ("khai sinh", ("<birthpaper> cho <baby>",)),
    ("khai sinh muộn", ("<birthpaper> <late>",)),
    ("thẻ bảo hiểm cho bé", (
        "<healthcard> <baby>", "<healthcard> cho <baby>", "<baby> <healthcard>",
    )),
    ("nhập hộ khẩu cho bé", (
        "nhập <household> <baby> mới <born>", "nhập <household> cho trẻ",
        "cho <baby> mới <born> nhập <household>",
    )),
    # papers of birth, marriage, death: lost, worn, wrong
    ("mất giấy khai sinh", (
        "<lose> <birthpaper>", "<birthpaper> <lose>", "<birthpaper> * cũ <lose>",
        "<birthpaper> cũ <lose>",
    )),
    ("làm lại giấy khai sinh", (
        "<redo> <birthpaper>", "<birthpaper> <redo>", "không ai làm <birthpaper>",
        "chưa bao giờ có <birthpaper>", "chưa từng có <birthpaper>", "<elder> chưa có <birthpaper>",
        "<elder> không có <birthpaper>",
    )),
    ("giấy khai sinh bị rách", ("<worn> <birthpaper>", "<birthpaper> <worn>")),
    ("mất giấy kết hôn", (
        "<lose> <weddingpaper>", "<weddingpaper> <lose>", "<redo> <weddingpaper>",
        "<weddingpaper> <worn>", "<weddingpaper> <redo>",
    )),
    ("mất giấy chứng tử", (
        "<lose> <deathpaper>", "<deathpaper> <lose>", "<redo> <deathpaper>",
        "<deathpaper> <worn>",
    )),
    ("đổi tên", ("<change> <data>", "<data> <change>", "<change> <data> <kin>",
        "<change> <data> <birthpaper>",
        "thêm <kin> <birthpaper>", "thêm tên <kin> <birthpaper>",
        "bổ sung <kin> <birthpaper>", "<change> <data> <kin> <birthpaper>",
        "<change> <data> * <idcard>")),
    ("sai tên", (
        "<wrong> <data>", "<data> <wrong>", "<data> bị <wrong>", "<data> <wrong> <data>",
        "<birthpaper> <wrong> <data>", "<data> <birthpaper> <wrong>", "<wrong> <data> <birthpaper>",
    )),
    ("khai tử", ("<deathpaper> <late>",
        "<kin> mất * chưa <deathpaper>", "chưa <deathpaper>", "chưa làm <deathpaper>")),
    ("hỗ trợ làm nhà", ("cháy nhà * hỗ trợ", "nhà cháy * hỗ trợ", "nhà bị cháy * hỗ trợ",
        "bão * hỗ trợ", "lũ * hỗ trợ", "hỗ trợ * thiên tai", "thiệt hại * hỗ trợ",
        "tốc mái", "bay mái nhà", "hỗ trợ * bão", "hỗ trợ * lũ")),
    ("thi bằng lái", ("học lái xe", "thi lái xe", "học bằng lái", "lấy bằng lái", "làm bằng lái")),
    # a death
    ("người chết", (
        "<kin> <die>", "<kin> mất $", "<kin> <kin> mất $", "<kin> <kin> <die>", "<kin> mới mất",
        "<kin> vừa mất", "<kin> đã mất", "<kin> mất hôm qua", "<kin> mất rồi", "<kin> mất chưa",
        "<kin> mất thì", "<kin> mất phải", "<kin> mất làm", "<kin> mất cần", "nhà có người mất",
        "nhà có tang", "nhà có đám", "người mất", "<kin> bị bệnh mất",
    )),
    ("xóa hộ khẩu người chết", (
        "<cross> <household> <kin> mất", "<cross> <household> <kin> <die>",
        "<cross> <household> người chết", "<cross> <household> người mất",
        "<cross> <household> người đã mất", "<cross> <kin> mất", "<cross> người chết",
        "<cross> người mất", "<cross> <kin> <die>", "<cross> tên người mất",
        "<cross> tên người chết", "<cross> thường trú người mất",
    )),
    ("hỗ trợ chi phí mai táng", (
        "<money> <funeral>", "<funeral> <money>", "<money> lo <funeral>", "phí <funeral>",
        "<funeral> phí", "chi phí <funeral>", "<money> <money> <funeral>", "<money> cho người chết",
        "<money> khi chết", "<die> <money>",
    )),
    # marriage
    ("lấy vợ", (
        "cưới", "lấy dợ", "cưới hỏi", "làm đám cưới", "cưới xin", "thành hôn",
        "thành vợ thành chồng",
        "lập gia đình", "xây dựng gia đình", "lấy người", "về ở với nhau", "lấy nhau", "gả chồng",
        "gả con gái", "dựng vợ", "dựng vợ gả chồng", "ăn hỏi", "dạm ngõ", "rước dâu",
        "đón dâu", "xuất giá", "cưới gả",
    )),
    ("giấy kết hôn", ("<weddingpaper>", "<wed> <nodeed>")),
    ("hợp đồng mua bán", ("<deal> trâu bò", "<deal> trâu", "<deal> bò")),
    ("giấy độc thân", (
        "còn độc thân", "chưa lập gia đình", "chưa vợ con", "chưa vợ", "chưa chồng", "ế vợ",
        "độc thân",
        "chưa có gia đình", "chưa từng kết hôn", "chưa kết hôn", "chưa cưới ai", "xác nhận chưa vợ",
        "xác nhận hôn nhân", "chưa có vợ", "chưa có chồng", "còn son",
    )),
    # who looks after whom
    ("trẻ mồ côi", (
        "<parents> mất <baby>", "<parents> mất cả", "<parents> mất * 18 tuổi",
        "<parents> <die> <baby>",
        "<baby> <orphan>", "<orphan>", "<kin> <orphan>")),
    ("ông bà nuôi cháu", (
        "<orphan> ở với <kin>", "<orphan> <baby> ở với <kin>", "<baby> ở với <kin>",
        "<kin> nuôi <orphan>", "<kin> nuôi cháu", "nuôi <baby> <orphan>", "nuôi <orphan>",
        "nhận nuôi cháu", "nuôi hộ cháu", "bỏ đi để lại con", "bỏ đi để lại * cho ông bà",
    )),
    ("giám hộ cho người mất trí", ("giám hộ <crippled>", "giám hộ người <crippled>")),
    # copies, signatures, contracts
    ("công chứng giấy tờ", (
        "<certify> <paper>", "<certify> <idcard>", "<certify> <birthpaper>",
        "<certify> <landpaper>", "<certify> <weddingpaper>", "<certify> bản sao",
        "<certify> bản <certify>", "<paper> <certify>", "<certify> <certify>",
        "sao y bản chánh", "<certify> <paper> <paper>", "<birthpaper> công chứng",
    )),
    ("công chứng chữ ký", (
        "điểm chỉ", "lăn tay", "<certify> chữ ký", "chứng chữ ký", "xác nhận chữ ký",
        "chứng chữ kí",
        "ký trước mặt cán bộ", "<certify> người dịch",
    )),
    ("sơ yếu lý lịch", (
        "syll", "<certify> lý lịch", "xác nhận lý lịch", "lý lịch xin việc", "lí lịch",
        "sơ yếu lí lịch", "<certify> sơ yếu", "dấu lý lịch", "hồ sơ xin việc",
    )),
    ("giấy ủy quyền", (
        "ủy quyền <kin>", "nhờ người khác nhận", "nhờ <kin> nhận", "nhận thay", "ký thay",
        "ủy quyền nhận", "làm thay", "<fetch> <instead>", "lấy thay", "nhờ <kin> <fetch>",
        "nhờ người <fetch>",
        "nhờ <kin> <fetch> <instead>", "<kin> <crippled> nhờ <kin> <fetch>", "ủy quyền <fetch>",
        "không đi được nhờ", "không đi được nhờ <kin>", "không đi được nhờ <kin> <fetch>",
    )),
    ("mua bán đất", (
        "<deal> <property>", "<property> <deal>", "<deal> <property> <deal>", "giấy bán đất",
        "<deal> <property> của <neighbour>", "<deal> <property> cho <neighbour>",
        "giấy tay bán đất", "giấy mua bán", "<deal> <property> <property>",
    )),
    ("bán xe", ("<deal> <vehicle>", "<vehicle> <deal>", "<deal> <vehicle> <vehicle>")),
    ("cho con đất", (
        "cho <kin> <property>", "tặng <kin> <property>", "<property> cho <kin>",
        "để <property> cho <kin>", "sang <property> cho <kin>", "chia <property>",
        "chia <property> cho <kin>", "sang tên <property> cho <kin>", "tặng <property> <kin>",
        "cắt <property> cho <kin>", "chia của cho <kin>", "chia của",
    )),
    ("thừa kế đất", (
        "thừa kế <property>", "thừa hưởng <property>", "chia thừa kế", "khai nhận di sản",
        "phân chia di sản", "di sản", "chia di sản", "để lại <property> cho <kin>",
        "thừa kế <landpaper>",
    )),
    ("sang tên sổ đỏ", ("sang tên <landpaper>", "chuyển tên <landpaper>", "đổi tên <landpaper>",
        "<change> tên <landpaper>")),
    # land
    ("sổ đỏ", ("<landpaper>",)),
    ("làm sổ đỏ", (
        "làm <landpaper>", "cấp <landpaper>", "xin <landpaper>", "<landpaper> cho <property>",
        "<landpaper> lần đầu", "cấp <landpaper> <property>", "làm <landpaper> <property>",
        "xin <landpaper> <property>",
    )),
    ("mất sổ đỏ", ("<lose> <landpaper>", "<landpaper> <lose>", "<landpaper> <worn>")),
    ("cấp lại sổ đỏ", ("<redo> <landpaper>", "<landpaper> <redo>")),
    ("đất chưa có sổ", (
        "<property> <nopaper>", "<property> <kin> để lại <nopaper>", "<property> khai hoang",
        "<property> khai phá", "<property> vỡ hoang", "<property> tự khai hoang",
        "giấy <property> chưa có",
    )),
    # residence
    ("nhập hộ khẩu", (
        "<move> <household>", "<move> <kin> vào <household>", "<move> <household> <kin>",
        "<household> <lose>", "<lose> <household>", "<move> <household> về",
        "<move> <household> <from>", "ra ở riêng",
        "ở hẳn", "<go> ở hẳn", "đến ở hẳn",
    )),
    ("chuyển về ở", ("<move> về ở", "<move> về ở với <kin>", "<move> đến ở", "<go> ở với <kin>",
        "dọn nhà", "dọn về nhà <kin>", "về quê ở luôn", "ở luôn")),
    ("đi làm xa", (
        "<work> <far>", "<go> <far> <work>", "<go> <work> <far>", "<go> <work> ở <far>",
        "<go> <far>", "vắng nhà", "xa nhà", "<work> xa nhà", "không ở nhà", "<go> vắng",
        "<go> <far> <far> <work>", "rời địa phương", "vắng lâu ngày", "xa quê",
    )),
    ("khách ngủ lại", (
        "<visitor> <stayover>", "<visitor> <from> <stayover>", "<visitor> <from> <from> <stayover>",
        "nhà có khách", "<visitor> <stayover> <stayover>", "<stayover> vài hôm",
        "<stayover> mấy bữa",
        "<visitor> đến <stayover>", "<visitor> ở * <stayover>",
    )),
    ("ở trọ", ("<lodging>", "<work> <lodging>", "<lodging> <far>")),
    # old, ill, poor, of merit
    ("người già neo đơn", ("<elder> <alone>", "<kin> già <alone>", "<kin> <elder> <alone>")),
    ("trợ cấp người già", (
        "<money> <elder>", "<elder> <money>", "<elder> hưu", "<elder> không có <money>",
        "<kin> <elder> <money>", "<elder> không <money>", "<money> dưỡng già",
        "<money> <elder> <monthly>", "<elder> <nomoney>", "<elder> rồi <nomoney>",
    )),
    ("tuổi già", ("<age>", "<elder> <age>", "<kin> <age>", "<age> <money>", "trên <age>",
        "đủ <age>")),
    ("khuyết tật", ("<crippled>", "người <crippled>", "<baby> <crippled>", "<kin> <crippled>")),
    ("giấy khuyết tật", (
        "sổ <crippled>", "giấy <crippled>", "thẻ <crippled>", "giám định <crippled>",
        "xác nhận <crippled>", "chứng nhận <crippled>", "khám <crippled>",
    )),
    ("trợ cấp khuyết tật", (
        "<money> <crippled>", "<crippled> <money>", "<money> người <crippled>",
        "nuôi người <crippled>", "chăm người <crippled>", "chăm sóc người <crippled>",
    )),
    ("trợ cấp mồ côi", ("<money> <orphan>", "<money> <baby> <orphan>", "<baby> <orphan> <money>",
        "<orphan> <money>")),
    ("thân nhân liệt sĩ", (
        "<kin> liệt sĩ", "<kin> liệt sỹ", "<kin> là liệt sĩ", "<kin> là liệt sỹ", "<kin> tử sĩ",
        "<kin> hy sinh", "<kin> hi sinh", "thờ cúng liệt sĩ", "nhà liệt sĩ", "nhà có liệt sĩ",
    )),
    ("con thương binh", ("<kin> thương binh", "<kin> là thương binh", "<money> thương binh")),
    ("đi nghĩa vụ", ("<baby> đi bộ đội", "<baby> đi lính", "trúng tuyển bộ đội")),
    ("bệnh binh", ("<kin> bệnh binh", "<kin> là bệnh binh")),
    ("nhà nghèo", (
        "nghèo quá", "nghèo lắm", "nghèo khổ", "nghèo khó", "hoàn cảnh khó khăn", "khó khăn quá",
        "cơ cực", "thiếu gạo", "xin gạo", "cơm không đủ ăn", "nghèo túng", "túng thiếu",
    )),
    ("sổ hộ nghèo", ("sổ nghèo", "giấy nghèo", "thẻ hộ nghèo", "sổ cận nghèo")),
    # a shop
    ("mở cửa hàng", (
        "<open> <shop>", "<open> <shop> <shop>", "kinh doanh <shop>", "đăng ký <shop>",
        "giấy phép <shop>", "giấy phép bán", "đăng ký bán hàng", "<shop> cần giấy phép",
    )),
    # quarrels
    ("hòa giải", (
        "<neighbour> <quarrel>", "<quarrel> <neighbour>", "<family> <quarrel>",
        "<neighbour> <nuisance>", "<nuisance> <neighbour>", "<quarrel> với <neighbour>",
        "<neighbour> <nuisance> sang", "<neighbour> * <quarrel>", "làm hòa", "giảng hòa",
        "<quarrel> <boundary>", "<family> <encroach> <boundary>", "<neighbour> <encroach>",
        "<kin> không nuôi <kin>", "<kin> cái không nuôi <kin>", "rào mất lối đi", "chặn lối đi",
        "bít lối đi", "rào lối đi",
    )),
    ("lấn đất", (
        "<encroach> <boundary>", "<boundary> bị <encroach>", "<encroach> sang <boundary>",
        "<neighbour> <encroach> <boundary>", "<encroach> nhau <boundary>",
    )),
    ("trâu phá lúa", ("<beast> <spoil> <crop>", "<beast> <neighbour> <spoil> <crop>",
        "<neighbour> thả <beast>", "<neighbour> thả <beast> <spoil> <crop>", "thả <beast> <spoil>",
        "thả <beast> sang <spoil>")),
    ("chồng đánh vợ", ("chồng đánh", "chồng hay đánh", "bị chồng đánh", "chồng bạo hành",
        "đánh vợ", "chồng say đánh")),
    # who comes at once
    ("mất trộm", (
        "<thief> <goods>", "<goods> bị <thief>", "bị <thief>", "<thief> vào nhà", "kẻ <thief>",
        "bị <thief> <goods>", "<goods> <thief>", "<thief>",
    )),
    ("lừa đảo", ("<scam> <online>", "<online> bị <scam>", "bị <scam>", "bị <scam> <online>",
        "<scam> <online> <online>", "<scam> <goods>", "<scam> <goods> <online>", "<bait>",
        "<online> <scam>")),
    ("trẻ em bị đánh", (
        "<child> bị <harm>", "<parent> <harm> <child>", "<harm> <child>", "bị bắt nạt",
        "bị <parent> <harm>", "<child> <harm>", "bạo lực học đường", "bị bạn đánh",
        "bị bạn bè đánh", "bị xâm hại", "bị bạn bè <harm>", "bạn bè <harm>",
    )),
    ("gãy chân", ("<hurt> <body>", "<body> <hurt>", "bị <hurt> <body>", "<body> bị <hurt>")),
    ("tai nạn giao thông", ("<crash>",)),
    # besides procedures
    ("phản ánh", ("<public> <broken>", "<public> bị <broken>", "<public> * bị <broken>",
        "<broken> <public>", "mất nước sạch", "không có nước", "không có điện")),
    ("thái độ cán bộ", ("<official> <manner>", "<manner> <official>",
        "<official> làm việc <manner>",
        "khen <official>", "chê <official>", "<official> làm <manner>", "phàn nàn <official>",
        "<official> nói <manner>")),
    ("nộp tiền", ("<pay> <fee>", "<pay> <pay> <fee>", "<pay> mã <pay> <fee>", "<fee> <pay>",
        "<pay> tiền <fee>", "quét mã")),
    ("số điện thoại", ("<call> <leader>", "<call> của <leader>", "<leader> <call>",
        "<call> <call> <leader>")),
    ("ai giúp", ("<cannot>", "nhờ giúp", "ai giúp", "ai chỉ giúp", "ai làm giúp", "viết hộ",
        "làm hộ",
        "biết làm giúp", "ai viết hộ", "có ai giúp", "giúp làm", "chỉ cho")),
    ("thời tiết", ("<sky> <time>", "<time> <sky>", "<time> <sky> <time>", "<sky> <sky>",
        "<time> <time> <sky>", "dự báo <sky>", "<time> có <sky>", "trời có <sky>", "<rough>")),
    ("wifi", ("<wifi>", "bắt <wifi>", "bắt <net>")),
    ("mạng yếu", ("<net> <slow>",)),
    ("mật khẩu wifi", ("<secret> <wifi>", "<secret> <net>", "xin <secret>")),
    ("mật khẩu vssid", ("<secret> vssid", "quên <secret> vssid", "lấy lại <secret> vssid")),
    ("mật khẩu vneid", ("<secret> vneid", "quên <secret> vneid", "lấy lại <secret> vneid")),
    ("mất tích", ("bị lạc", "đi lạc", "lạc <child>", "<child> lạc", "<child> bị lạc",
        "<kin> đi lạc",
        "<kin> mất tích", "<child> mất tích", "bị mất tích", "<kin> bỏ nhà đi")),
    ("làm căn cước", ("<lose> <idcard>", "<idcard> <lose>", "<redo> <idcard>", "làm <idcard>",
        "<change> <idcard>", "<idcard> hết hạn", "<idcard> <worn>")),
)  # fmt: skip
