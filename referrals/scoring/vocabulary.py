"""Words of the threshold guidance: levels, domains, outcomes, flags."""

LEVELS = {1: "universal", 2: "additional", 3: "intensive", 4: "specialist"}

# The three domains of the Assessment Framework; tuples of counts follow this order.
DOMAINS = {
    "child": "the child's own needs",
    "parenting": "parenting",
    "environment": "family and home",
}

OUTCOMES = {
    "education": "Education",
    "early_years": "Early years",
    "health": "Health",
    "substance_use": "Alcohol and drug use",
    "family_relationships": "Family relationships",
    "abuse_exploitation": "Abuse and exploitation",
    "crime": "Crime",
    "domestic_abuse": "Domestic abuse",
    "housing": "Housing",
    "finance": "Money and work",
}

# immediate: a red flag. discuss: a SPOC social worker looks at it. borderline: close to level 3.
FLAGS = ("borderline", "discuss", "immediate")

NEED, RED_FLAG, STRENGTH = "need", "red_flag", "strength"
