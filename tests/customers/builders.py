"""A customer and its people, as their YAML would say it."""

from typing import Any

from pcbsales.customers.records import Customer, Person
from tests.company.builders import built


def a_customer(**changes: Any) -> Customer:
    return built(
        Customer,
        {
            "id": "HUAYI",
            "name": {"en": "Huayi Electronics Co., Ltd.", "zh_hans": "华一电子有限公司"},
            "short_name": "华一",
            "aliases": ["HY", "hydz"],
            "country": "CN",
            "tax_id": "91110000600037341L",
            "vendor_code": "V-2207",
            "sector": "industrial",
            "language": "zh-Hans",
            "entity": "SZ",
            "currency": "CNY",
            "price_basis": "tax_included",
            "terms": {
                "sentence": {"zh_hans": "月结30天,次月10号付款"},
                "start": "statement",
                "instalments": [{"steps": ["+30d", "day 10"]}],
            },
            "cut_off": "25",
            "incoterm": "DAP",
            "incoterm_place": "Dongguan",
            "credit_limit": "200000.00 CNY",
            "rep": "LIN-MEI",
            "sites": [
                {
                    "id": "DG",
                    "kinds": ["billing", "shipping"],
                    "address": {"zh_hans": "东莞市\n长安镇1号"},
                    "country": "CN",
                }
            ],
        },
        changes,
    )


def somebody(**changes: Any) -> Person:
    return built(
        Person,
        {
            "id": "P-00001",
            "customer": "HUAYI",
            "name": {"zh_hans": "陈丽"},
            "department": "purchasing",
            "email": "chen.li@huayi.example",
            "wechat": "chenli_hy",
        },
        changes,
    )
