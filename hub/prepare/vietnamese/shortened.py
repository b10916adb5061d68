"""Words shortened to their first letter before a stroke or full stop: T/gian, Đ/điểm, T.chức."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hub.prepare.vietnamese.numerals import by_letter
from hub.prepare.vietnamese.place import Place
from hub.prepare.vietnamese.reading import Said
from hub.prepare.vietnamese.syllable import is_syllable
from hub.prepare.vietnamese.vocabulary import words

_SHORTENED: Final = re.compile(r"(?P<l>[^\W\d_]{1,3})(?P<mark>[/.])(?P<r>[^\W\d_]{2,7})(?![^\W_])")
_COMPOUNDS: Final = """
thời_gian địa_điểm thành_phần địa_chỉ đại_diện đối_diện thực_hiện trường_hợp tổng_hợp nội_dung
kinh_phí thông_báo trân_trọng kính_mời kính_gửi cán_bộ chi_bộ đảng_bộ hội_nghị liên_hệ điện_thoại
số_lượng danh_sách đăng_ký nhân_dân báo_cáo chủ_tịch bí_thư giám_đốc gia_đình đảng_ủy đối_tượng
đề_nghị kế_hoạch quyết_định nghị_quyết tổ_chức trung_tâm thông_tin kết_quả công_trình chương_trình
hướng_dẫn hành_chính sản_xuất yêu_cầu xây_dựng văn_phòng phối_hợp vấn_đề hội_đồng hợp_đồng
đồng_chí thôn_trưởng tổ_trưởng phòng_học học_sinh giáo_viên phụ_huynh trách_nhiệm quản_lý kiểm_tra
giám_sát chất_lượng khối_lượng đơn_vị cơ_quan doanh_nghiệp lao_động an_ninh trật_tự môi_trường
sức_khỏe bệnh_viện bảo_hiểm nông_nghiệp nông_thôn nông_dân phụ_nữ thanh_niên cựu_binh chính_sách
chính_quyền chính_phủ công_an công_chức công_dân công_nhân công_tác công_việc dân_tộc dân_phố
diện_tích dịch_vụ du_lịch giao_thông giáo_dục giấy_tờ hộ_khẩu hồ_sơ hỗ_trợ khai_mạc khẩn_cấp
khu_vực kinh_tế kỹ_thuật lãnh_đạo lịch_sử mặt_trận nghĩa_vụ người_dân nhà_nước nhân_khẩu nhân_viên
nhiệm_vụ phát_triển phát_thanh phường_xã quân_sự quốc_phòng sinh_hoạt tài_chính tài_khoản tài_sản
thành_phố thành_viên thi_đua thị_trấn thị_xã thiên_tai thương_binh tiêu_chí tiền_mặt tình_hình
toàn_thể trạm_trưởng trạm_xá trưởng_thôn trưởng_bản trưởng_ban tuyên_truyền ủy_ban ủy_viên vận_động
vệ_sinh văn_hóa văn_bản vật_tư ý_kiến khó_khăn thuận_lợi thường_trực thường_xuyên tập_trung
tham_gia tham_dự tham_mưu triển_khai trước_ngày ủng_hộ vay_vốn xử_lý xác_nhận hoàn_thành hoạt_động
"""
_UNITS: Final = words(
    "kg ha km lít cm ml người hộ khẩu ngày tháng năm tuần lần giờ phút con cây công"
)


def shortened(place: Place) -> Said | None:
    """A compound whose first word is cut to its first letters."""
    found = _SHORTENED.match(place.text, place.start)
    if found is None or place.glued or not found["r"].islower() or place.prev().isdigit():
        return None
    left, right = found["l"], found["r"]
    if is_syllable(left) and len(left) > 1:
        return None
    whole = _whole(left.lower(), right)
    if whole:
        said = f"{whole[0]} {right}"
        spoken = said.capitalize() if left[0].isupper() else said
        return Said(spoken, found.end(), guessed=len(whole) > 1)
    if found["mark"] == "." or right in _UNITS or not (is_syllable(right) and len(right) > 2):
        return None
    return Said(f"{by_letter(left)} {right}", found.end(), guessed=True)


def _whole(left: str, right: str) -> list[str]:
    """The first words of the compounds that begin and end so, the likeliest first."""
    return [first for first in _by_second_word().get(right, ()) if first.startswith(left)]


@lru_cache(maxsize=1)
def _by_second_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for compound in _COMPOUNDS.split():
        first, second = compound.split("_")
        found.setdefault(second, []).append(first)
    return found
