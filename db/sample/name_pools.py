"""Names from many countries and scripts, from which candidates are made up.

Each entry is the name as held, in upper case where the script has one, and, for other scripts than
Latin, its Latin form for an e-mail address after a colon.
"""

from dataclasses import dataclass

from db.sample.records import Script


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names that go together. `weight`: how many candidates come from here, relative to others."""

    script: Script
    countries: tuple[str, ...]
    weight: int
    feminine: tuple[str, ...]
    masculine: tuple[str, ...]
    family: tuple[str, ...]


def _pool(
    script: Script, countries: str, weight: int, feminine: str, masculine: str, family: str
) -> NamePool:
    lists = (tuple(names.split("|")) for names in (feminine, masculine, family))
    return NamePool(script, tuple(countries.split()), weight, *lists)


POOLS = (
    _pool(
        Script.LATIN, "ES MX CO AR", 12,
        "LUCÍA|MARÍA JOSÉ|BEGOÑA|INÉS|SOFÍA|XIMENA|ÁNGELA|ROCÍO",
        "JOSÉ LUIS|ÁLVARO|ÍÑIGO|MARTÍN|RAÚL|NICOLÁS|JOAQUÍN|DIEGO",
        "MUÑOZ|GARCÍA LÓPEZ|FERNÁNDEZ|DE LA CRUZ-ÁLVAREZ Y MONTENEGRO|PEÑA|RODRÍGUEZ|IBÁÑEZ|NÚÑEZ",
    ),
    _pool(
        Script.LATIN, "BR PT", 7,
        "ÂNGELA|CONCEIÇÃO|LETÍCIA|BEATRIZ|ANTÔNIA|MARIANA",
        "JOÃO|GONÇALO|ESTÊVÃO|THIAGO|ANDRÉ|SIMÃO",
        "GONÇALVES|DOS SANTOS|MAGALHÃES|ARAÚJO|SIMÕES|DA CONCEIÇÃO|BRANDÃO",
    ),
    _pool(
        Script.LATIN, "FR BE CH", 6,
        "CHLOÉ|ANAÏS|MAËLLE|ÉLODIE|HÉLOÏSE|CÉCILE", "FRANÇOIS|JÉRÔME|LOÏC|GAËL|THÉO|RÉMI",
        "LEFÈVRE|D’AUBIGNÉ|GARÇON|BENOÎT|CHÂTELAIN|DE SAINT-AUBIN|NOËL",
    ),
    _pool(
        Script.LATIN, "DE AT CH", 5,
        "JÖRDIS|KÄTHE|ANNA-LENA|FRIEDERIKE|LIESELOTTE|MAJA",
        "JÜRGEN|JÖRG|BJÖRN|LUKAS|GÜNTER|MATTHÄUS",
        "MÜLLER|SCHRÖDER|WEIß|KÖNIG|VON DER HÖHE|KRÄMER|STRAUß",
    ),
    _pool(
        Script.LATIN, "PL CZ SK", 6,
        "MAŁGORZATA|ZUZANA|AGNIESZKA|ŽANETA|BOŻENA|EVA",
        "ŁUKASZ|JIŘÍ|STANISŁAW|ONDŘEJ|MIKOŁAJ|TOMÁŠ",
        "WIŚNIEWSKI|DVOŘÁK|ŻÓŁĆ|NOVÁK|JABŁOŃSKI|ŠŤASTNÝ|GĄSIOR",
    ),
    _pool(
        Script.LATIN, "TR", 5,
        "AYŞE|GÜLŞEN|ÇİĞDEM|IŞIL|ÖZGE|ELİF", "İBRAHİM|OĞUZ|YİĞİT|ÜMİT|CAN|BARIŞ",
        "ÖZTÜRK|YILDIZ|ÇELİK|ŞAHİN|IŞIK|KARADAĞ|GÜNDOĞDU",
    ),
    _pool(
        Script.LATIN, "VN", 5,
        "THỊ HỒNG|NGỌC ÁNH|THÙY DƯƠNG|BẢO CHÂU|MỸ LINH",
        "VĂN ĐỨC|QUỐC HUY|MINH TUẤN|ĐÌNH PHÚC|HỮU NGHĨA",
        "NGUYỄN|TRẦN|ĐẶNG|PHẠM|VÕ|HUỲNH|BÙI",
    ),
    _pool(
        Script.LATIN, "SE NO DK IS", 3,
        "ÅSA|SØLVI|ÞÓRA|MÄRTA|ASTRID", "BJØRN|ÅKE|ÞORSTEINN|SØREN|LÁRUS",
        "ÅSTRÖM|ØSTERGÅRD|GUÐMUNDSSON|NÆSS|SJÖBERG|KJÆR",
    ),
    _pool(
        Script.LATIN, "NG KE IE GB", 4,
        "CHIAMAKA|ADÉBÍSÍ|WANJIRU|SINÉAD|NIAMH", "OLÚWASEUN|CHUKWUEMEKA|KAMAU|PÁDRAIG|CIARÁN",
        "OKONKWO|ADÉYẸMÍ|O’CONNOR|NÍ BHRIAIN|MWANGI|ỌLÁTÚNJÍ|SMITH-JONES",
    ),
    _pool(
        Script.LATIN, "IT RO HU", 5,
        "GIULIA|ȘTEFANIA|ERZSÉBET|NICOLETTA|ILEANA", "NICCOLÒ|ȘTEFAN|GYÖRGY|MATTIA|GHEORGHIȚĂ",
        "D’ANGELO|POPESCU|SZŐKE|ROSSI|ȚĂRANU|KŐVÁRI|LO RUSSO",
    ),
    _pool(
        Script.GREEK, "GR CY", 7,
        "ΕΛΕΝΗ:eleni|ΜΑΡΙΑ:maria|ΔΕΣΠΟΙΝΑ:despina|ΧΡΥΣΟΥΛΑ:chrysoula|ΑΘΗΝΑ:athina",
        "ΝΙΚΟΛΑΟΣ:nikolaos|ΓΕΩΡΓΙΟΣ:georgios|ΣΠΥΡΙΔΩΝ:spyridon|ΙΩΑΝΝΗΣ:ioannis|ΑΛΕΞΙΟΣ:alexios",
        "ΠΑΠΑΔΟΠΟΥΛΟΣ:papadopoulos|ΒΑΣΙΛΕΙΟΥ:vasileiou|ΚΩΝΣΤΑΝΤΙΝΙΔΗΣ:konstantinidis"
        "|ΙΩΑΝΝΟΥ:ioannou|ΨΑΡΡΟΣ:psarros|ΖΑΧΑΡΙΑΔΗΣ:zachariadis",
    ),
    _pool(
        Script.CYRILLIC, "UA BG RS KZ", 8,
        "ОЛЕНА:olena|ЦВЕТЕЛИНА:tsvetelina|ЉУБИЦА:ljubica|ҚАЛАМҚАС:qalamqas|ЇРИНА:iryna|ЮЛІЯ:yuliia",
        "ОЛЕКСІЙ:oleksii|ЖЕЛЯЗКО:zhelyazko|ЂОРЂЕ:djordje|ӘЛІХАН:alikhan|ЄВГЕН:yevhen|ТАРАС:taras",
        "ШЕВЧУК:shevchuk|ДИМИТРОВ:dimitrov|ЈОВАНОВИЋ:jovanovic|ҒАБДУЛЛИН:gabdullin|ЩЕРБАК:shcherbak"
        "|КОВАЛЕНКО:kovalenko|ГЕОРГИЕВ:georgiev",
    ),
    _pool(
        Script.ARABIC, "EG JO MA SA", 8,
        "فاطمة:fatima|نور الهدى:nour|آية:aya|ليلى:layla|رؤى:rua|سارة:sara",
        "محمد:mohamed|عبد الرحمن:abdelrahman|يوسف:youssef|خالد:khaled|إبراهيم:ibrahim|طارق:tarek",
        "المصري:elmasry|بن علي:benali|الحسيني:alhusseini|حدّاد:haddad"
        "|القحطاني:alqahtani|زين الدين:zeineddine",
    ),
    _pool(
        Script.DEVANAGARI, "IN NP", 7,
        "प्रिया:priya|लक्ष्मी:lakshmi|अनुष्का:anushka|सृष्टि:srishti|मीनाक्षी:meenakshi",
        "कृष्ण:krishna|राजेश:rajesh|सिद्धार्थ:siddharth|ज्ञानेश:gyanesh|विक्रम:vikram",
        "शर्मा:sharma|श्रेष्ठ:shrestha|त्रिपाठी:tripathi|देशपाण्डे:deshpande"
        "|सिंह:singh|बज्राचार्य:bajracharya",
    ),
    _pool(
        Script.THAI, "TH", 6,
        "สุมาลี:sumalee|พิมพ์ชนก:pimchanok|กัญญา:kanya|น้ำฝน:namfon|ศิริพร:siriporn",
        "สมชาย:somchai|ณัฐวุฒิ:nattawut|ธีรพงษ์:theerapong|กิตติ:kitti|วีระชัย:weerachai",
        "ศรีสุวรรณ:srisuwan|วงศ์ใหญ่:wongyai|ทองคำ:thongkham|จันทร์เพ็ญ:chanphen|อยู่ดี:yudee",
    ),
    _pool(
        Script.HAN, "CN TW SG", 9,
        "秀英:xiuying|雨桐:yutong|淑芬:shufen|思穎:siying|梦琪:mengqi|晓燕:xiaoyan",
        "伟:wei|子轩:zixuan|志豪:zhihao|俊傑:junjie|国强:guoqiang|浩然:haoran",
        "王:wang|欧阳:ouyang|陳:chen|李:li|龔:gong|诸葛:zhuge|林:lin",
    ),
    _pool(
        Script.HANGUL, "KR", 6,
        "서연:seoyeon|지우:jiwoo|하은:haeun|은별:eunbyeol|미경:mikyung",
        "민준:minjun|도윤:doyun|현우:hyunwoo|재석:jaeseok|시후:sihu",
        "김:kim|이:lee|박:park|황보:hwangbo|최:choi|남궁:namgung",
    ),
    _pool(
        Script.KANA, "JP", 6,
        "さくら:sakura|ユイ:yui|はるか:haruka|ミナミ:minami|ひなた:hinata",
        "ケンジ:kenji|たろう:taro|ショウヘイ:shohei|りく:riku|ジュンイチ:junichi",
        "タナカ:tanaka|さとう:sato|ヤマグチ:yamaguchi|わたなべ:watanabe|イトウ:ito|こばやし:kobayashi",
    ),
)  # fmt: skip
