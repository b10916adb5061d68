"""Words of any question that say nothing of what is looked for, in any catalogue (data).

A catalogue adds its own.  A phrase says nothing only as a whole: "mất tiền không" asks for the
price, "mất tiền" for the police.
"""

from __future__ import annotations

from typing import Final


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip())


_MANY: Final = ("một", "hai", "ba", "bốn", "năm", "sáu", "mấy", "vài", *map(str, range(1, 13)))
WEAK: Final = _phrases(
    """
    con, cháu, vợ, chồng, bố, mẹ, ba, má, cha, ông, bà, anh, chị, em, bác, chú, cô, dì, cậu, nội,
    ngoại, trai, gái, nhà, người, muộn, trễ, chậm, thêm, online, mới, gấp, lần, cũ, tốt, kém, nhỏ,
    to
    """
)
"""Whose it is and how it is: that tells less than what it is."""

CHATTER: Final = _phrases(
    """
    tôi, tao, tớ, mình, tui, em, cháu, con ơi, bà con, mọi người, cô bác, bác ơi, cô ơi, chú ơi,
    anh ơi, chị ơi, ơi, chúng tôi, chúng em, chúng tao, bọn em, nhà tôi, nhà em, nhà mình, nhà cháu,
    nhà tao, nhà nó, nhà người ta, người ta, nó, họ hàng ơi, của tôi, của mình, của em, của nhà tôi,
    ạ, à, ơ, ừ, nhé, nhỉ, nha, nhe, vậy, thế, thôi, đi ạ, với ạ, hả, hử, đấy, đó, này, kia, ấy,
    luôn,
    giùm, dùm, giúp, giúp tôi, giúp em, giúp mình, giúp với, chỉ giúp, chỉ giùm, chỉ với, chỉ dùm,
    giúp đỡ với, hộ tôi, hộ em, hộ cái, cho hỏi, cho em hỏi, cho tôi hỏi, cho mình hỏi,
    cho cháu hỏi,
    xin hỏi, muốn hỏi, hỏi, ai biết, có ai biết, không biết, chả biết, chẳng biết, biết, muốn biết,
    muốn, cần, phải, nên, định, tính, đang, đã, sẽ, vừa, mới, vừa mới, rồi, xong, chưa, còn, nữa,
    cũng, vẫn, đều, thì, là, mà, và, hay, hoặc, nhưng, vì, do, bởi, nếu, khi, lúc, để, cho, của, về,
    với, từ, tại, ở, trong, ngoài, trên, các, những, mọi, mỗi, một, cái, chiếc, con này, thằng này,
    gì, gì ạ, gì không, cái gì, những gì, làm gì, giấy gì, giấy tờ gì, những giấy gì,
    những giấy tờ gì, giấy tờ nào, loại giấy nào, hồ sơ gì, hồ sơ gồm những gì, gồm những gì,
    gồm gì, gồm, mang gì, mang theo gì, đem gì, cần giấy tờ gì, cần giấy gì, cần những gì, cần gì,
    chuẩn bị gì, chuẩn bị những gì, chuẩn bị, thủ tục, thủ tục gì, quy trình, các bước, trình
    đi đâu, đâu, ở đâu, chỗ nào, nơi nào, đến đâu, gặp ai, ai làm, ai ký, nộp ở đâu, làm ở đâu,
    xin ở đâu, nộp đâu, làm đâu, xã nào, ở xã, trên xã, ra xã, lên xã, xuống xã, ở huyện, lên huyện,
    ở xã hay huyện, xã hay huyện, xã hay tỉnh, ở ủy ban, ra ủy ban, lên ủy ban, ủy ban xã, tại xã,
    ra sao, làm sao, làm sao đây, tại sao, vì sao, thế nào, như thế nào, như nào, kiểu gì,
    cách nào, bằng cách nào, làm thế nào, làm như nào, làm sao để, làm cách nào, giờ làm sao,
    giờ sao, bây giờ, giờ, hiện nay, hiện tại, bao giờ, khi nào, lúc nào, chừng nào, mấy giờ,
    bao lâu, mất bao lâu, hết bao lâu, mấy ngày, mấy hôm, bao nhiêu ngày, trong bao lâu,
    mấy ngày thì xong, mấy ngày xong, bao lâu thì xong, bao lâu thì có, bao nhiêu, mấy tiền,
    bao nhiêu tiền, mất bao nhiêu tiền, hết bao nhiêu tiền, hết bao nhiêu, tốn bao nhiêu, tốn tiền,
    tốn bao nhiêu tiền, tốn kém, mất tiền không, có mất tiền không, có tốn tiền không, lệ phí,
    phí bao nhiêu, lệ phí bao nhiêu, có mất phí không, mất phí không, miễn phí không, được không,
    được ko, dc ko, có được không, có sao không, có phải không, phải không, không ạ, không vậy,
    hông,
    không, ko, hem, có, bị, được, đc, dc, xin, làm, đi, lấy giấy gì, hướng dẫn, chỉ dẫn, chỉ cách,
    bày cho, cách, cách làm, cách xin, cách đăng, mẫu, mẫu đơn, mẫu giấy, đơn, đơn xin, viết đơn,
    tờ, tờ khai, tờ đơn, bộ hồ sơ, hồ sơ, giấy tờ cần thiết, điều kiện, quy định, theo quy định,
     nhà nước, quá, lắm, rất, hơi, thật, hết, cả, tất cả, nhanh, gấp, ngay,
    hôm nay, hôm qua, hôm kia, hôm trước, hôm rồi, ngày mai, hôm sau, tuần trước, tháng trước,
    năm ngoái, năm nay, sáng nay, chiều nay, tối nay, tối qua, đêm qua, mai, dạo này, lâu rồi,
    từ lâu, bấy lâu nay, alo, dạ, vâng, thưa, chào, xin chào, cám ơn, cảm ơn, mần, răng, rứa, hổng,
    hông biết, zậy,
    ntn, ntnào, nhìu, vào, quên, quên không, quên không đăng ký, quên đăng ký, không đăng ký,
    quên khai báo, không khai báo, chưa đăng ký, chưa khai báo, lần nào,
    cho con đi học, để đi học, cho con nhập học, để nhập học, nộp trường, nộp cho trường,
    nộp công ty,
    lâu ngày, dài ngày, lâu dài, một thời gian,
    thời gian dài, ít lâu, vài năm, mấy năm, mấy tháng, vài tháng, mấy hôm, vài hôm, mấy bữa,
    vài bữa,
    mấy ngày, vài ngày, cả năm, quanh năm, nhiều năm, lâu năm, từ nhỏ, từ bé, từ xưa, hồi xưa,
    hồi nhỏ,
    thằng, con bé, đứa, nhà bác, nhà ông, nhà bà, ông ơi, bà ơi, gấp lắm, cho nhanh, giùm cái, đó ạ,
    đều, cùng, cả hai, trời ơi, trời ơi là trời, trời đất ơi, giời ơi, ối trời, ôi trời, than ôi,
    bằng điện thoại, bằng mã qr,
    bằng tiền mặt, tháng này, tháng sau, năm sau,
    để làm hồ sơ, làm hồ sơ, để xin việc, đi học đại học, ngày xưa, thuở xưa, thời xưa, hồi trước,
    trước đây, trước kia, hồi đó, bữa nay, bữa ni, hôm ni, hồi hôm, bữa trước, chừ, sau này,
    mấy năm nay, bấy lâu, suốt ngày, tối ngày, cả ngày, ngày nào cũng, suốt, hoài, liên tục,
    thường xuyên, nhiều lần, báo ai, báo với ai, báo cho ai, báo cáo ai, phải báo ai, xin phép ai,
    có phải báo công an không, có phải báo xã không, có phải báo ai không, có phải xin phép không,
    khai báo với ai, khai báo ở đâu, có phải khai báo không, có cần khai báo không,
    có phải đăng ký không, có cần đăng ký không, ra làm sao, là sao, thì sao, chả ai, chẳng ai,
    không ai, bn, lm, trước nhà, trước cửa, đầu làng, cuối làng, đầu xóm, cuối xóm, đầu thôn,
    cuối thôn, đầu ngõ, gần nhà, trước cổng, hôm nào
    """
) + tuple(f"{many} {unit}" for many in _MANY for unit in ("ngày", "tuần", "tháng", "năm"))
