//! The steps to a token, before a try is sent: wait for who is already asking, ask, keep what came.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::answer::Reply;
use super::gate::{Gate, Inside};
use super::keeper::{Grant, Keeper, Origin};
use super::now::Moment;
use super::plan::Plan;
use super::secret::Secret;
use super::step::{Beside, Step};
use super::token::{Token, TokenError};
use crate::{Error, ErrorKind};

/// A scheme's keeper, and the token of it that this try carries.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) token: Option<Secret>,
}

impl Plan {
    /// Sends the try, with tokens that are good; asks for one first where there is none.
    pub(super) fn authorized(mut self: Box<Self>, now: Moment<'_>) -> Step {
        if self.foreign {
            return self.send(now);
        }
        for index in 0..self.keepers.len() {
            let Some(kept) = self.keepers.get_mut(index) else { continue };
            let Some(token) = kept.token.take().or_else(|| kept.keeper.held(now)) else {
                let (keeper, round) = (kept.keeper.clone(), kept.keeper.rounds().0);
                return Step::Beside(Beside::Enter(Entering { keeper, round, index, plan: self }));
            };
            let value = kept.keeper.value(Some(&token));
            kept.token = Some(token);
            match value {
                Ok(value) => self.target.headers.put(kept.keeper.header().clone(), value),
                Err(what) => return Step::Done(Err(self.error(ErrorKind::Credentials, what))),
            }
        }
        self.send(now)
    }

    /// Whether an answer says that a token is no longer good, and another was not had yet.
    pub(super) fn is_refused(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let refused = |kept: &Kept| kept.token.is_some() && kept.keeper.is_refusal(status, headers);
        !self.renewed && !self.foreign && !self.target.body.is_consumed() && self.keepers.iter().any(refused)
    }

    /// The server refused a token: there is another one, once a call. What was refused was not carried out.
    pub(super) fn renewed(mut self: Box<Self>, now: Moment<'_>) -> Step {
        for kept in &mut self.keepers {
            if let Some(token) = kept.token.take() {
                kept.keeper.refuse(&token);
            }
        }
        self.renewed = true;
        self.attempts += 1;
        self.authorized(now)
    }
}

/// One asks for a token at a time, and the others wait.
#[derive(Debug)]
pub struct Entering {
    keeper: Arc<Keeper>,
    /// The rounds that were over when this began to wait.
    round: u64,
    index: usize,
    plan: Box<Plan>,
}

impl Entering {
    /// Where to go in.
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.keeper.gate
    }

    /// What is left of the time for the whole call.
    pub(crate) fn left(&self, now: Moment<'_>) -> Option<Duration> {
        self.plan.left(now)
    }

    /// The time was over before that.
    pub(crate) fn late(self) -> Step {
        Step::Done(Err(self.plan.late()))
    }

    /// Inside.
    pub(crate) fn entered(self, inside: Inside, now: Moment<'_>) -> Step {
        let Entering { keeper, round, index, mut plan } = self;
        if let Some(token) = keeper.held(now) {
            drop(inside);
            if let Some(kept) = plan.keepers.get_mut(index) {
                kept.token = Some(token);
            }
            return plan.authorized(now);
        }
        let (rounds, failed) = keeper.rounds();
        if let Some(what) = failed.filter(|_| rounds > round) {
            return Step::Done(Err(plan.error(ErrorKind::Credentials, what)));
        }
        match &keeper.origin {
            Origin::Grant(grant) => match grant.plan(&plan, keeper.refresh(), now) {
                Ok(ask) => Step::Beside(Beside::Grant(
                    ask,
                    Granting { grant: grant.clone(), round: Round { keeper: keeper.clone(), index, plan, inside } },
                )),
                Err(error) => Step::Done(Err(error)),
            },
            Origin::Source(source) => {
                Step::Beside(Beside::Ask(source.clone(), Sourcing(Round { keeper, index, plan, inside })))
            }
        }
    }
}

/// A token is being asked for; nobody else asks meanwhile.
#[derive(Debug)]
struct Round {
    keeper: Arc<Keeper>,
    index: usize,
    plan: Box<Plan>,
    inside: Inside,
}

impl Round {
    fn over(self, token: Token, refresh: Option<Secret>, now: Moment<'_>) -> Step {
        let Round { keeper, index, mut plan, inside } = self;
        keeper.keep(&token, refresh, now);
        drop(inside);
        if let Some(kept) = plan.keepers.get_mut(index) {
            kept.token = Some(token.secret);
        }
        plan.authorized(now)
    }

    /// `shared`: whoever waited is told the same.
    fn failed(self, what: String, shared: bool, source: impl Into<TokenError>) -> Step {
        self.keeper.fail(&what, shared);
        Step::Done(Err(self.plan.error(ErrorKind::Credentials, what).with_source(source)))
    }
}

/// The token endpoint is being asked.
pub struct Granting {
    round: Round,
    grant: Arc<dyn Grant>,
}

impl Granting {
    /// It answered, or did not.
    #[must_use]
    pub fn granted(self, answer: Result<Reply, Error>, now: Moment<'_>) -> Step {
        let Granting { round, grant } = self;
        match (grant.granted(&answer), answer) {
            (Ok((token, refresh)), _) => round.over(token, refresh, now),
            (Err(_), Err(error))
                if error.kind() == ErrorKind::Timeout && round.plan.left(now) == Some(Duration::ZERO) =>
            {
                // This call's own time; others have theirs.
                round.keeper.fail("", false);
                Step::Done(Err(round.plan.late()))
            }
            (Err(why), answer) => {
                let what = format!("no token for `{}` from {}: {why}", round.keeper.name(), grant.host());
                match answer {
                    Ok(_) => round.failed(what, true, why),
                    Err(error) => round.failed(what, true, error),
                }
            }
        }
    }
}

impl std::fmt::Debug for Granting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Granting").field(&self.round).finish()
    }
}

/// The user's own source is being asked.
#[derive(Debug)]
pub struct Sourcing(Round);

impl Sourcing {
    /// What is left of the time for the whole call.
    pub(crate) fn left(&self, now: Moment<'_>) -> Option<Duration> {
        self.0.plan.left(now)
    }

    /// The time was over before it answered.
    pub(crate) fn late(self) -> Step {
        self.0.keeper.fail("", false);
        Step::Done(Err(self.0.plan.late()))
    }

    /// It answered.
    #[must_use]
    pub fn token(self, answer: Result<Token, TokenError>, now: Moment<'_>) -> Step {
        match answer {
            Ok(token) => self.0.over(token, None, now),
            Err(error) => {
                let what = format!("no token for `{}`: {error}", self.0.keeper.name());
                self.0.failed(what, true, error)
            }
        }
    }
}
