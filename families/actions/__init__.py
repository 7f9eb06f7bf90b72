"""What changes about a family: `from families import actions as families`."""

from families.actions.agreement import check_risk, record_agreement, record_court_order

__all__ = ["check_risk", "record_agreement", "record_court_order"]
