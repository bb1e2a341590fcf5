"""Pages as their readers meet them."""

import re

from lxml import html


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return html.fromstring(answer.content.decode())


def text(element):
    return re.sub(r"\s+", "", element.text_content())


def links(tree, within="."):
    return {link.get("href") for link in tree.xpath(f"{within}//a") if not link.get("href").startswith("#")}


def metas(tree):
    return {meta.get("name"): meta.get("content") for meta in tree.xpath("//meta[@name]")}
