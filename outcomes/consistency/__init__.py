"""How alike referrals are judged: by two people, by people and thresholds, by which signs."""
