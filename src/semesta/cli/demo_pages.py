"""How the demo prints the road of the money: one line or two for each step."""

from __future__ import annotations

from typing import Any

from semesta.cli.coverage import print_coverage
from semesta.cli.funding_words import rp
from semesta.cli.show import count, out
from semesta.cli.words import say


def print_money(money: dict[str, Any]) -> None:
    """Print purses, plan, decree, enrolment, bills, payments, cover after and the audit."""
    plan, decree, payments = money["plan"], money["decree"], money["payments"]
    ceiling = sum(purse["ceiling_rp"] for purse in money["purses"])
    _say(
        f"Dana: {count(len(money['purses']))} sumber, pagu {rp(ceiling)} (semuanya asumsi).",
        f"Money: {count(len(money['purses']))} purses, ceilings {rp(ceiling)} (all assumed).",
    )
    _say(
        f"Rencana: {count(plan['protected'])} dari {count(plan['people'])} orang dibayari, {count(plan['kept'])} dari "
        f"{count(plan['covered_before'])} kepesertaan terjaga, {rp(plan['public_rp'])}. {' '.join(plan['sentences'])}",
        f"Plan: {count(plan['protected'])} of {count(plan['people'])} people paid for, {count(plan['kept'])} of "
        f"{count(plan['covered_before'])} memberships kept, {rp(plan['public_rp'])}. {' '.join(plan['sentences'])}",
    )
    _say(
        f"SK {decree['number']}: {count(decree['lines'])} baris, {rp(decree['added_rp'])}.",
        f"Decree {decree['number']}: {count(decree['lines'])} lines, {rp(decree['added_rp'])}.",
    )
    enrolled = money["enrolment"]
    first, following = enrolled["first"], enrolled["next"]
    _say(
        f"Pendaftaran: {count(first['lines'])} dikirim, {count(first['accepted'])} diterima, {count(first['refused'])} "
        f"ditolak, {count(first['overlap'])} penerima upah aktif; {count(enrolled['corrected'])} diperbaiki, "
        f"{count(following['lines'])} dikirim lagi, {count(following['accepted'])} diterima.",
        f"Enrolment: {count(first['lines'])} sent, {count(first['accepted'])} accepted, {count(first['refused'])} "
        f"refused, {count(first['overlap'])} active wage earners; {count(enrolled['corrected'])} corrected, "
        f"{count(following['lines'])} sent again, {count(following['accepted'])} accepted.",
    )
    for bill in money["bills"]:
        _say(
            f"Tagihan {bill['month']}: {count(bill['bills'])} lembar, {count(bill['members'])} orang, "
            f"{rp(bill['amount_rp'])}; {count(bill['withheld'])} tidak ditagih (ditolak).",
            f"Bills of {bill['month']}: {count(bill['bills'])}, {count(bill['members'])} people, "
            f"{rp(bill['amount_rp'])}; {count(bill['withheld'])} not billed (refused).",
        )
    matches = ", ".join(f"{name} {count(lines)}" for name, lines in payments["first"]["matches"].items())
    _say(
        f"Pembayaran: {matches}; setelah rekonsiliasi {count(payments['unapplied_lines'])} baris tersisa, "
        f"{rp(payments['refunded_rp'])} dikembalikan; tunggakan {rp(money['arrears']['open_rp'])}.",
        f"Payments: {matches}; after reconciliation {count(payments['unapplied_lines'])} lines are left, "
        f"{rp(payments['refunded_rp'])} refunded; arrears {rp(money['arrears']['open_rp'])}.",
    )
    print_coverage(money["coverage_after"])
    audit = money["audit"]
    _say(
        f"Audit: {'bersih' if audit['is_sound'] else 'ADA SELISIH'}, {len(audit['checks'])} pemeriksaan.",
        f"Audit: {'sound' if audit['is_sound'] else 'DIFFERENCES'}, {len(audit['checks'])} checks.",
    )


def _say(indonesian: str, english: str) -> None:
    out.print(say(indonesian, english), highlight=False, soft_wrap=True)
