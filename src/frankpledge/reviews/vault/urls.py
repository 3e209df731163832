"""Addresses of the vault, of scans and of signing. Each asks the case itself as well."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.reviews.cases.urls import CASE
from frankpledge.reviews.vault import views
from frankpledge.web.routes import page

READ, WRITE = P.REVIEW_READ, P.REVIEW_WRITE
VAULT, SCANS = f"{CASE}vault/", f"{CASE}anonymity/"
ONE = f"{SCANS}<uuid:scan>/"

urlpatterns = [
    page(VAULT, views.vault, name="review-vault", action=READ, post=READ),
    page(f"{VAULT}people/new/", views.person, name="review-pseudonym", action=WRITE, post=WRITE),
    page(f"{VAULT}new/", views.terms, name="review-vault-terms", action=WRITE, post=WRITE),
    page(
        f"{VAULT}<uuid:term>/withdraw/",
        views.withdraw,
        name="review-vault-withdraw",
        action=WRITE,
        only_post=True,
    ),
    page(f"{VAULT}export/", views.export, name="review-vault-export", action=READ, post=READ),
    page(f"{VAULT}destroy/", views.destroy, name="review-vault-destroy", action=WRITE, post=WRITE),
    page(SCANS, views.scans, name="review-scans", action=READ, post=WRITE),
    page(ONE, views.scan, name="review-scan", action=READ, post=WRITE),
    page(f"{ONE}settle/", views.settle, name="review-scan-settle", action=WRITE, only_post=True),
    page(f"{ONE}document/", views.document, name="review-scan-document", action=READ),
    page(f"{ONE}invite/", views.invite, name="review-scan-invite", action=WRITE, post=WRITE),
    page(f"{ONE}publish/", views.publish, name="review-scan-publish", action=WRITE, post=WRITE),
    # For one invited officer, who has no account: whoever holds the address is who was invited, once.
    page(
        "sign/<str:token>/", views.sign_invited, name="review-sign", action=P.PUBLIC_READ, post=P.PUBLIC_READ
    ),
    page(
        "sign/<str:token>/document/",
        views.document_invited,
        name="review-sign-document",
        action=P.PUBLIC_READ,
    ),
]
