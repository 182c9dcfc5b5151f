"""Columns, constraints and relationships; nothing else. One file a noun."""

from portal.models.action_answers import ActionAnswer, EditionReceipt, PlanFollow
from portal.models.action_work import ActionFollowUp, ActionKeeper, ActionLink, ActionNote
from portal.models.answers import Answer, Row, Tick
from portal.models.attachments import Attachment
from portal.models.checkpoint import CriterionNote, Decision, Review, Submission
from portal.models.contributions import ContributionRequest
from portal.models.duty import Absence, Cover
from portal.models.events import Event
from portal.models.journeys import Journey, Pause
from portal.models.looks import Look
from portal.models.notices import Notice, NoticeChoice, Reminded
from portal.models.outbox import Mail
from portal.models.people import Assignment, User
from portal.models.places import Municipality, Place
from portal.models.plans import PlanDraft, PlanEdition, PlanLink
from portal.models.promises import Promise
from portal.models.revisions import Revision
from portal.models.settings import RegionSettings
from portal.models.shares import Share
from portal.models.threads import Post, PostFile, PostNote, PostPoint, Thread, ThreadGuest, ThreadRead
from portal.models.tokens import Invitation, SignInFailure, Token
from portal.models.verdict_points import VerdictPoint

__all__ = [
    "Absence",
    "ActionAnswer",
    "ActionFollowUp",
    "ActionKeeper",
    "ActionLink",
    "ActionNote",
    "Answer",
    "Assignment",
    "Attachment",
    "ContributionRequest",
    "Cover",
    "CriterionNote",
    "Decision",
    "EditionReceipt",
    "Event",
    "Invitation",
    "Journey",
    "Look",
    "Mail",
    "Municipality",
    "Notice",
    "NoticeChoice",
    "Pause",
    "Place",
    "PlanDraft",
    "PlanEdition",
    "PlanFollow",
    "PlanLink",
    "Post",
    "PostFile",
    "PostNote",
    "PostPoint",
    "Promise",
    "RegionSettings",
    "Reminded",
    "Review",
    "Revision",
    "Row",
    "Share",
    "SignInFailure",
    "Submission",
    "Thread",
    "ThreadGuest",
    "ThreadRead",
    "Tick",
    "Token",
    "User",
    "VerdictPoint",
]
