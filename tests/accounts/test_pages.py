"""The frame of every page, pages for everybody, signing in, and pages when things go wrong."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import OperationalError
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.roles import Role
from croydon_eh import errors
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet herons"
ERROR_PAGES = ["400", "403", "403_csrf", "404", "429", "500", "503"]
PUBLIC = ["accessibility", "privacy", "cookies", "help", "account_login", "account_reset_password"]


@pytest.fixture
def user():
    person = UserFactory(name="Amina Yusuf", role=Role.AUDITOR)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def tree_of(response):
    return html.fromstring(response.content.decode())


def one(tree, path):
    found = tree.xpath(path)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_error_pages_stand_without_database_session_or_context(code, django_db_blocker):
    with django_db_blocker.block():
        text = get_template(f"{code}.html").render()
    tree = html.fromstring(text)
    assert len(one(tree, "//main//h1").text) > 10
    assert tree.xpath("//main//a | //main//ol"), "no way on"
    assert not tree.xpath("//form | //input | //script[not(@src)]")
    assert one(tree, "//title").text.endswith("– Croydon Early Help")


def test_404_is_the_same_body_for_everybody_and_every_path(signed_in):
    bodies = {
        client.get(path).content
        for client in (signed_in, Client())
        for path in ("/nothing/", "/people/99999/here/", "/nothing/?q=secret")
    }
    assert len(bodies) == 1
    body = bodies.pop().decode()
    assert "Page not found" in body
    assert not re.search("Amina|nothing|secret|csrf|nonce", body.replace("There is no", ""))


def test_without_its_database_the_service_says_so_in_plain_words(monkeypatch, client):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    client.cookies["sessionid"] = "x" * 32
    response = client.get("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "It starts again by itself" in response.content.decode()


@pytest.mark.parametrize(
    "view, status, said",
    [
        (errors.bad_request, 400, "We could not read that"),
        (errors.forbidden, 403, "You cannot do that"),
        (errors.csrf_failure, 403, "Please send that again"),
        (errors.server_error, 500, "Something went wrong"),
    ],
)
def test_error_pages_ask_neither_the_request_nor_the_database(
    view, status, said, django_db_blocker
):
    with django_db_blocker.block():
        response = view(None)
    assert response.status_code == status
    assert f">{said}</h1>" in response.content.decode()


def test_form_without_its_token_is_refused_in_plain_words(user):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "Use your browser’s back button" in response.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_without_signing_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    tree = tree_of(response)
    one(tree, "//main[@id='main-content']//h1")
    assert tree.xpath("//a[@href='#main-content']")
    assert tree.xpath("//footer//a[@href='tel:999']")
    assert not tree.xpath("//script[not(@src)] | //style | //*[@style] | //*[@onclick]")
    assert not tree.xpath("//button[contains(., 'Sign out')]")


@pytest.mark.parametrize("name", ["accessibility", "privacy", "cookies", "help"])
def test_pages_for_families_can_be_left_at_once(client, name):
    link = one(tree_of(client.get(reverse(name))), "//a[contains(., 'Exit this page')]")
    assert link.get("href").startswith("https://")


def test_every_local_link_of_the_public_pages_leads_somewhere(client):
    for name in PUBLIC:
        for link in tree_of(client.get(reverse(name))).xpath("//a/@href"):
            if link.startswith("/"):
                assert client.get(urlsplit(link).path).status_code in (200, 302), link


def test_cookies_page_names_the_cookies_that_are_set(client, user):
    text = client.get(reverse("cookies")).content.decode()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert {"sessionid", "messages"} <= set(client.cookies)
    for name in client.cookies:
        assert f">{name}<" in text, name


def test_frame_says_who_one_is_where_one_is_and_signs_out_by_post(signed_in, user):
    tree = tree_of(signed_in.get(reverse("audit_trail")))
    header = one(tree, "//header")
    assert "Amina Yusuf" in header.text_content()
    assert "Auditor" in header.text_content()
    current = one(tree, "//nav//a[@aria-current]")
    assert current.text_content().strip() == "Audit trail"
    form = one(tree, "//form[.//button[contains(., 'Sign out')]]")
    assert form.get("method") == "post"
    assert form.get("action") == reverse("account_logout")
    assert "Demonstration: invented people only." in tree.text_content()


def test_wrong_password_is_one_sentence_that_does_not_say_which_part(client, user):
    said = set()
    for address in (user.email, "nobody@example.org"):
        response = client.post(reverse("account_login"), {"login": address, "password": "wrong"})
        tree = tree_of(response)
        said.add(one(tree, "//div[@role='alert']//li").text_content())
        assert one(tree, "//title").text.startswith("Error: Sign in")
        assert one(tree, "//input[@name='login']").get("value") == address
    assert said == {"The email address or the password is not right. Try again"}


@pytest.mark.parametrize(
    "login, password, said",
    [
        ("", "", ["Enter the email address", "Enter the password"]),
        ("amina", "x", ["Enter an email address in the correct format, like name@example.com"]),
        ("a\x00@b.org", "\x00", None),
        ("x" * 3000 + "@example.org", "x" * 3000, None),
    ],
)
def test_bad_input_at_sign_in_is_a_sentence(client, login, password, said):
    response = client.post(reverse("account_login"), {"login": login, "password": password})
    assert response.status_code == 200
    shown = [li.text_content() for li in tree_of(response).xpath("//div[@role='alert']//li")]
    assert shown
    assert said is None or shown == said
    links = tree_of(response).xpath("//div[@role='alert']//a/@href")
    for link in links:
        assert tree_of(response).xpath(f"//*[@id='{link[1:]}']")


def test_forgotten_password_answers_the_same_for_known_and_unknown_addresses(client, user):
    for address in (user.email, "nobody@example.org"):
        response = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        assert response.status_code == 200
        assert "If that address has an account" in response.content.decode()


def test_signing_up_is_refused_with_a_way_on(client):
    response = client.get(reverse("account_signup"))
    assert "You cannot make an account yourself" in response.content.decode()


def test_security_app_is_turned_on_asked_for_and_turned_off(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    account = tree_of(client.get(reverse("mfa_index")))
    assert "Off" in one(account, "//dl").text_content()

    asked = client.get(reverse("mfa_activate_totp"))
    said = tree_of(client.post(asked["Location"], {"password": "wrong"}))
    assert one(said, "//div[@role='alert']//a").text_content().startswith("That is not the right")
    client.post(asked["Location"], {"password": PASSWORD})

    page = tree_of(client.get(reverse("mfa_activate_totp")))
    secret = one(page, "//*[@id='authenticator_secret']").text.strip()
    assert one(page, "//img[starts-with(@src, 'data:image/svg')]").get("alt")
    wrong = tree_of(client.post(reverse("mfa_activate_totp"), {"code": "000000"}))
    assert one(wrong, "//div[@role='alert']//a").text_content().startswith("That is not the right")
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    codes = one(tree_of(done), "//pre").text_content().split()
    assert "On" in one(tree_of(client.get(reverse("mfa_index"))), "//dl").text_content()

    fresh = Client()
    asked = fresh.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert "Enter your security code" in asked.content.decode()
    fresh.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert fresh.get(reverse("audit_trail")).status_code == 200

    client.post(reverse("mfa_deactivate_totp"))
    assert "Off" in one(tree_of(client.get(reverse("mfa_index"))), "//dl").text_content()


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("query", ["", "?wrong=1", "?q=a&locality=nowhere"])
def test_component_sheet_shows_each_component(client, query):
    response = client.get(reverse("demo_components") + query)
    assert response.status_code == 200
    tree = tree_of(response)
    ids = tree.xpath("//*[@id]/@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not tree.xpath("//script[not(@src)] | //*[@style]")
    for state in ("running", "due_soon", "overdue", "met", "late", "paused"):
        assert tree.xpath(f"//*[contains(@class, 'eh-clock--{state}')]")
    assert bool(tree.xpath("//div[@class='govuk-error-summary']")) == ("wrong" in query)


def test_static_files_can_be_collected_under_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "croydon_eh.static_files.HashedFiles"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    app = next(tmp_path.glob("js/app.*.js")).read_text()
    imported = re.findall(r'from "\.\./vendor/([^"]+)"', app)
    assert len(imported) == 2
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name)
        assert (tmp_path / "vendor" / name).is_file()
    for path in tmp_path.glob("vendor/*.css"):
        assert "sourceMappingURL" not in path.read_text()
