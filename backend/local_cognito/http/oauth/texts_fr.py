"""The French texts of the domain's pages."""

from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    "sign_in": "Se connecter",
    "continue_with": "Continuer avec {}",
    "error_title": "Une erreur s’est produite",
    "error_redirect_mismatch": "L’application demande de revenir à une adresse qui n’est pas enregistrée pour elle.",
    "error_client": "Cette application ne permet pas de se connecter ici.",
    "error_other": "La connexion n’a pas abouti. Revenez à l’application et réessayez.",
    "error_code": "Erreur : {}",
    "fake_title": "Se connecter en tant que…",
    "fake_intro": "Cette page remplace {}. Cognito local ne le contacte pas : choisissez qui se connecte.",
    "fake_subject": "Identifiant chez le fournisseur",
    "fake_email": "E-mail",
    "fake_verified": "Le fournisseur a vérifié l’e-mail",
    "fake_unverifiable": "{} n’indique pas si un e-mail est vérifié.",
    "fake_name": "Nom",
    "fake_sign_in": "Se connecter",
    "fake_no_email": "Se connecter sans e-mail",
    "fake_refuse": "Refuser",
    "fake_timeout": "Laisser expirer le délai du fournisseur",
}
