"""What stands in the field after some keys: tables of Telex and VNI."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.keyboard.letters import TONED, strip_tone
from hub.keyboard.syllables import ONSETS, RHYMES, STOPS, Style, final_of
from hub.keyboard.table import Method, as_document, table
from hub.keyboard.typing import erase, split, type_text

OLD = table(Method.TELEX, Style.OLD)
NEW = table(Method.TELEX, Style.NEW)
VNI = table(Method.VNI, Style.OLD)

# keys=result, in the old style
TELEX = """
as=á af=à ar=ả ax=ã aj=ạ az=az aa=â aw=ă ee=ê oo=ô ow=ơ uw=ư dd=đ
aas=ấ aaf=ầ aar=ẩ aax=ẫ aaj=ậ aws=ắ awf=ằ awr=ẳ awx=ẵ awj=ặ ees=ế eef=ề eer=ể eex=ễ eej=ệ
oos=ố oof=ồ oor=ổ oox=ỗ ooj=ộ ows=ớ owf=ờ owr=ở owx=ỡ owj=ợ uws=ứ uwf=ừ uwr=ử uwx=ữ uwj=ự
ys=ý yf=ỳ yr=ỷ yx=ỹ yj=ỵ is=í if=ì ir=ỉ ix=ĩ ij=ị
ddawng=đăng kys=ký khai=khai sinh=sinh ddaawng=đăng dangd=đang dangwd=đăng
keets=kết hoon=hôn ketes=kết honho=hônh tuwr=tử tuwf=từ hooj=hộ tichj=tịch tichs=tích
giaays=giấy towf=tờ dinhj=dịnh ddinhj=định nguwowif=người nguoiwf=người ngwowif=ngwowif
nguowif=người nguowfi=người dduowngf=đường dduongwf=đường dduwowngf=đường duwongd=đương
tuwowng=tương tuowng=tương tuongw=tương huowng=hương huongw=hương thuowng=thương
thuowr=thuở huow=huơ huowng=hương khuow=khuơ tuow=tươ uow=ươ quow=quơ quowf=quờ
nuowcs=nước nuocws=nước ruowuj=rượu huowu=hươu huouw=hươu muowij=mượi
quoocs=quốc quaan=quân quanaf=quần quys=quý quyeets=quyết quyetes=quyết quanr=quản
quangr=quảng quees=quế quaws=quắ quawns=quắn quits=quít quas=quá quyf=quỳ
gif=gì gis=gí gias=giá giaf=già giar=giả giej=giẹ gieengs=giếng gienges=giếng gioi=gioi
giowis=giới giuwx=giữ giups=giúp gioongs=giống gianf=giàn gins=gín ginf=gìn
hoaf=hòa hoas=hóa hoar=hỏa hoafn=hoàn hoanf=hoàn hoangf=hoàng hoacj=hoạc hoawcj=hoặc
khoer=khỏe khoefn=khoèn hoef=hòe xoef=xòe thuys=thúy thuyf=thùy thuyts=thuýt huynhf=huỳnh
uyr=ủy uynr=uỷn huys=húy luyx=lũy suy=suy suyt=suyt tuyf=tùy
thuyeenf=thuyền thuyenef=thuyền nguyeenx=nguyễn khuyeens=khuyến quyeenf=quyền huyeenj=huyện
tieengs=tiếng tienges=tiếng viet=viet vieetj=việt vietej=việt mieenf=miền nghieemj=nghiệm
yeeu=yêu yeus=yéu yeue=yêu yeen=yên yeenr=yển ieeu=iêu nhieeuf=nhiều nhieuef=nhiều
luaatj=luật luatja=luật xuaan=xuân xuana=xuân tuaanf=tuần chuaanr=chuẩn khuaat=khuât
loawng=loăng loangw=loăng xoawn=xoăn hoawcj=hoặc ngoawcj=ngoặc
mua=mua muaf=mùa muaw=mưa muwa=mưa muwaf=mừa cuar=của cuwar=cửa cuarw=cửa chuwa=chưa ddua=đua
ngoaif=ngoài hoaif=hoài xoay=xoay xoayr=xoảy ngoeo=ngoeo ngoeof=ngoèo khuyur=khuỷu khuya=khuya
ai=ai ais=ái aos=áo aus=áu aaus=ấu auas=ấu ayas=ấy aays=ấy eos=éo eeus=ếu eues=ếu
ias=ía ius=íu ois=ói oois=ối ois=ói owis=ới uis=úi uwis=ứi uwus=ứu luwu=lưu uuw=ưu
buooir=buổi buoior=buổi tuooir=tuổi muoons=muốn muonos=muốn chuoots=chuốt uoongs=uống
luongw=lương luoongf=luồng suoois=suối cuoois=cuối cuoiwf=cười muoiwf=mười
thoonf=thôn=thồn banr=bản xomj=xọm xoms=xóm lafng=làng langf=làng lanfg=làng
ddats=đất=đát ddaats=đất ddatas=đất sor=sỏ soor=sổ ddor=đỏ nhaf=nhà nhafs=nhá nhas=nhá
ngheof=nghèo nghefo=nghèo caanj=cận canaj=cận trowj=trợ caaps=cấp hangf=hàng thangs=tháng
hoafz=hoa hoasz=hoa asz=a asf=à afs=á ajr=ả
ass=as aff=af arr=ar axx=ax ajj=aj asss=ass aaa=aa aaaa=aaa eee=ee ooo=oo oooo=ooo
ddd=dd dddd=ddd aww=aw awww=aww oww=ow uww=uw uoww=uow huongww=huongw
daad=đâ dadd=dad dangdd=dangd
xooong=xoong boooong=booong moooc=mooc mooocs=moóc
catf=catf catr=catr cats=cát catj=cạt machs=mách machf=machf lopws=lớp lowps=lớp lopwf=lơpf
aws=ắ awa=â aaw=ă owo=ô oow=ơ uoow=ươ
wifi=wifi app=app zalo=zalo facebook=facebook web=web email=email www=www
Ddawng=Đăng DDawng=Đăng DDAWNG=ĐĂNG KHAI=KHAI Nguyeenx=Nguyễn NGUYEENX=NGUYỄN
NGUYEENx=NGUYỄN Hoaf=Hòa HOAF=HÒA AS=Á As=Á ASS=AS UOW=ƯƠ Uow=Ươ THUOWR=THUỞ
kroong=krông KROONG=KRÔNG DDawks=Đắk ddraay=đrây Lawks=Lắk bronx=brõn
phoors=phố phowr=phở ghees=ghế nghix=nghĩ ngax=ngã trawngs=trắng traawngs=trắng
"""

NEW_STYLE = """
hoaf=hoà hoas=hoá hoar=hoả khoer=khoẻ xoef=xoè thuys=thuý thuyf=thuỳ uyr=uỷ huys=huý luyx=luỹ
hoanf=hoàn hoafn=hoàn huynhf=huỳnh quys=quý quas=quá giar=giả ngoaif=ngoài cuar=của mias=mía
thuyts=thuýt khuyur=khuỷu tuyf=tuỳ HOAF=HOÀ Thuys=Thuý
"""

VNI_KEYS = """
a1=á a2=à a3=ả a4=ã a5=ạ a0=a0 a6=â a8=ă e6=ê o6=ô o7=ơ u7=ư d9=đ a61=ấ a16=ấ a81=ắ a18=ắ
e65=ệ o64=ỗ o73=ở u75=ự d9a8ng=đăng dang89=đăng ky1=ký ke6t1=kết ket61=kết ho6n=hôn hon6=hôn
nguo7i2=người nguoi72=người d9uo7ng2=đường duong972=đường tie6ng1=tiếng vie6t5=việt
thuo73=thuở huo7=huơ uo7=ươ hoa2=hòa hoa20=hoa a10=a thuy1=thúy quy1=quý quoc61=quốc
gi2=gì gie6ng1=giếng gia2=già gian2=giàn lua65t=luật luat65=luật mua7=mưa u7a=ưa cua3=của
cua73=cửa muon61=muốn nhie6u2=nhiều nhieu62=nhiều hoa8c5=hoặc hoac85=hoặc huou7=hươu
a11=a1 a66=a6 o77=o7 d99=d9 a88=a8 a111=a11 cat2=cat2 D9A8NG=ĐĂNG Nguye6n4=Nguyễn H0=H0
tho6n=thôn ba3n=bản xo1m=xóm la2ng=làng 1=1 12=12 b1=b1 kt3=kt3
"""


def rows(text: str) -> list[tuple[str, str]]:
    return [(row.split("=")[0], row.split("=")[-1]) for row in text.split()]


def test_there_are_enough_rows() -> None:
    assert sum(len(rows(text)) for text in (TELEX, NEW_STYLE, VNI_KEYS)) >= 300


@pytest.mark.parametrize(("keys", "result"), rows(TELEX))
def test_telex(keys: str, result: str) -> None:
    assert type_text("", keys, OLD) == result


@pytest.mark.parametrize(("keys", "result"), rows(NEW_STYLE))
def test_telex_in_the_new_style(keys: str, result: str) -> None:
    assert type_text("", keys, NEW) == result


@pytest.mark.parametrize(("keys", "result"), rows(VNI_KEYS))
def test_vni(keys: str, result: str) -> None:
    assert type_text("", keys, VNI) == result


def test_only_the_last_word_changes() -> None:
    assert type_text("", "hoaf giair owr cow sowr", OLD) == "hòa giải ở cơ sở"


def test_a_sign_ends_a_word() -> None:
    assert type_text("a,", "s", OLD) == "a,s"


def test_text_that_stands_there_may_be_typed_on() -> None:
    assert type_text(unicodedata.normalize("NFD", "Đăng ky"), "s", OLD) == "Đăng ký"


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("hoàn", "hòa"),
        ("người", "ngườ"),
        ("á", ""),
        ("hóa", "hó"),
        ("tiếng", "tiến"),
        ("wifi", "wif"),
        ("của", "củ"),
        ("giếng", "giến"),
        ("Đ", ""),
    ],
)
def test_a_letter_is_taken_away(word: str, left: str) -> None:
    assert erase(word, OLD) == left


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("style", Style)
def test_the_table_is_plain_json(method: Method, style: Style) -> None:
    document = json.dumps(as_document(table(method, style)), ensure_ascii=False)

    assert len(document.encode()) < 40_000


TELEX_MARKS = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_MARKS = {"â": "a6", "ă": "a8", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
WHOLE = [
    rhyme
    for rhyme in RHYMES
    if "ưo" not in rhyme and "oo" not in rhyme and not rhyme.startswith("uơ") and rhyme != "ươ"
]
syllables = st.tuples(st.sampled_from(ONSETS), st.sampled_from(WHOLE), st.integers(0, 5)).filter(
    lambda s: (
        not (s[0] in {"gi", "g"} and s[1].startswith("i"))
        and not (s[0] == "qu" and s[1].startswith("u"))
        and not (final_of(s[1]) in STOPS and s[2] in {2, 3, 4})
    )
)


def spelled(letters: str, marks: dict[str, str]) -> str:
    return "".join(marks.get(letter, letter) for letter in letters)


@pytest.mark.property
@given(syllables, st.sampled_from([OLD, NEW]))
def test_every_syllable_can_be_typed_in_telex(syllable: tuple[str, str, int], used: object) -> None:
    onset, rhyme, tone = syllable
    keys = spelled(onset + rhyme, TELEX_MARKS) + " sfrxj"[tone].strip()

    result = type_text("", keys, used)  # type: ignore[arg-type]

    assert strip_tone(result) == (onset + rhyme, tone)


@pytest.mark.property
@given(syllables)
def test_every_syllable_can_be_typed_in_vni(syllable: tuple[str, str, int]) -> None:
    onset, rhyme, tone = syllable
    keys = spelled(onset + rhyme, VNI_MARKS) + " 12345"[tone].strip()

    assert strip_tone(type_text("", keys, VNI)) == (onset + rhyme, tone)


@pytest.mark.property
@given(syllables)
def test_the_same_tone_twice_gives_the_key_itself(syllable: tuple[str, str, int]) -> None:
    onset, rhyme, _ = syllable
    plain = onset + rhyme

    assert type_text(plain, "ss", OLD) == plain + "s"


@pytest.mark.property
@given(st.text(max_size=8), st.text(min_size=1, max_size=6))
def test_anything_can_be_typed_on_anything(text: str, keys: str) -> None:
    before = unicodedata.normalize("NFC", text)

    result = type_text(text, keys, OLD)

    assert len(result) <= len(before) + len(keys)
    assert result.startswith(before[: max(before.rfind(" "), 0)])


@pytest.mark.property
@given(syllables)
def test_one_syllable_has_one_tone_on_a_vowel(syllable: tuple[str, str, int]) -> None:
    onset, rhyme, _ = syllable
    result = type_text(onset + rhyme, "j", OLD)

    assert sum(letter in {row[5] for row in TONED.values()} for letter in result) == 1
    assert split(strip_tone(result)[0], OLD) is not None
