//! Recipes of `tests/pairs` that need neither a network nor much time: changes planted in an image of busybox alone.

use crate::Case;
use anyhow::Result;
use e2e::pairs::{self, Base, Recipe};

pub fn cases(no_podman: &Option<String>) -> Vec<Case> {
    let skip = no_podman.clone().or_else(|| pairs::lacking(Base::Busybox));
    let case = |name, run| Case { name, skip: skip.clone(), run };
    vec![
        case("pairs::planted_hook", || planted("planted-hook")),
        case("pairs::planted_program", || planted("planted-program")),
        case("pairs::planted_cron", || planted("planted-cron")),
        case("pairs::planted_ioctl", || planted("planted-ioctl")),
        case("pairs::planted_fsync", || planted("planted-fsync")),
        case("pairs::planted_setuid", || planted("planted-setuid")),
        case("pairs::same_fsync", || planted("same-fsync")),
    ]
}

fn planted(name: &str) -> Result<()> {
    let recipes = pairs::all()?;
    let recipe = recipes.iter().find(|recipe: &&Recipe| recipe.name == name);
    let recipe = recipe.ok_or_else(|| anyhow::anyhow!("tests/pairs/{name}.toml is not there"))?;
    pairs::check(recipe).map(drop)
}
