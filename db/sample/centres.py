"""The exam centres of the sample data."""

from datetime import datetime
from random import Random
from typing import Final

from db.sample import identifiers
from db.sample.records import SampleCentre

_CENTRES: Final = (
    ("GB042", "Thornfield Examination Centre", "Norwich", "GB"),
    ("GB117", "Castle Street Language School", "Cardiff", "GB"),
    ("IE011", "Liffey House Exams", "Dublin", "IE"),
    ("ES204", "Centro de Exámenes Mirador", "Málaga", "ES"),
    ("ES318", "Aula Cantábrica", "Santander", "ES"),
    ("MX029", "Instituto Las Jacarandas", "Puebla", "MX"),
    ("AR015", "Centro Río Claro", "Rosario", "AR"),
    ("BR063", "Instituto Ponte Nova", "Curitiba", "BR"),
    ("PT008", "Escola da Ribeira", "Porto", "PT"),
    ("FR077", "Centre d’examens du Confluent", "Lyon", "FR"),
    ("DE051", "Prüfungszentrum Lindenhof", "Leipzig", "DE"),
    ("CH019", "Sprachhaus am See", "Zürich", "CH"),
    ("PL033", "Centrum Egzaminów Nad Odrą", "Wrocław", "PL"),
    ("CZ012", "Jazykové centrum Pod Věží", "Brno", "CZ"),
    ("TR024", "Körfez Sınav Merkezi", "İzmir", "TR"),
    ("VN046", "Trung tâm Khảo thí Hoa Sen", "Đà Nẵng", "VN"),
    ("SE006", "Norrsken Examenscenter", "Umeå", "SE"),
    ("NG018", "Palm Grove Examinations", "Ibadan", "NG"),
    ("IT088", "Centro Esami Belvedere", "Bologna", "IT"),
    ("RO010", "Centrul de Examene Dâmbovița", "București", "RO"),
    ("GR055", "Εξεταστικό Κέντρο Όρμος", "Πάτρα", "GR"),
    ("UA021", "Екзаменаційний центр «Каштан»", "Львів", "UA"),
    ("BG014", "Изпитен център „Роза“", "Пловдив", "BG"),
    ("EG036", "مركز النيل للامتحانات", "الإسكندرية", "EG"),
    ("JO009", "مركز البتراء للغات", "عمّان", "JO"),
    ("IN101", "संगम परीक्षा केंद्र", "पुणे", "IN"),
    ("TH027", "ศูนย์สอบดอกบัว", "เชียงใหม่", "TH"),
    ("CN212", "梧桐考试中心", "杭州", "CN"),
    ("TW016", "青山語言考試中心", "臺南", "TW"),
    ("KR039", "한강 시험 센터", "부산", "KR"),
    ("JP058", "みなと試験センター", "横浜", "JP"),
)


def all_centres(rng: Random, at: datetime) -> tuple[SampleCentre, ...]:
    """Every centre; numbers begin with the country's code."""
    return tuple(SampleCentre(identifiers.uuid7(rng, at), *row) for row in _CENTRES)
