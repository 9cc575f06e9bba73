//! Visits by day, as bars and as figures.

use domain::DayVisits;
use leptos::prelude::*;
use time::{Date, OffsetDateTime, UtcOffset};

use crate::words::{count, short_date};

/// The chart's own units: a day is so wide, and the highest mark is so high. The picture is stretched to its place.
const DAY: usize = 8;
const HEIGHT: u64 = 100;

/// A bar for each day. Labels stand beside the picture, where they are not stretched with it.
#[component]
pub(super) fn Chart<'a>(
    /// The instant that "today" is told by.
    now: OffsetDateTime,
    /// Each day, the oldest first.
    days: &'a [DayVisits],
) -> impl IntoView + use<> {
    let most = days.iter().map(|day| day.visits).max().unwrap_or_default();
    let top = highest_mark(most);
    let today = now.to_offset(UtcOffset::UTC).date();
    let width = days.len() * DAY;
    let marks = [0, days.len() / 2, days.len() - 1].map(|index| days.get(index).map(|day| label(today, day.day)));
    view! {
        <figure class="chart" role="group" aria-label=summary(today, days)>
            <div class="chart-marks" aria-hidden="true">
                <span>{top}</span>
                <span>{top / 2}</span>
                <span>"0"</span>
            </div>
            <svg viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                <path class="grid" d=format!("M0 0H{width}M0 {}H{width}", HEIGHT / 2) />
                {days
                    .iter()
                    .enumerate()
                    .map(|(index, day)| bar(today, index * DAY, *day, top))
                    .collect_view()}
                <path class="ground" d=format!("M0 {HEIGHT}H{width}") />
            </svg>
            <div class="chart-days" aria-hidden="true">{marks.map(|mark| view! { <span>{mark}</span> }).collect_view()}</div>
        </figure>
    }
}

/// A bar, and the whole column above it to point at.
fn bar(today: Date, x: usize, day: DayVisits, top: u64) -> impl IntoView {
    // One visit among thousands is still a line.
    let height = if day.visits == 0 { 0 } else { (day.visits * HEIGHT / top).max(2) };
    view! {
        <g>
            <title>{format!("{}: {}", label(today, day.day), count(day.visits, "visit"))}</title>
            <rect class="column" x=x y="0" width=DAY height=HEIGHT />
            <rect class="bar" x=x + 1 y=HEIGHT - height width=DAY - 2 height=height />
        </g>
    }
}

/// The figures behind the bars, the newest first; days without visits are left out.
#[component]
pub(super) fn Figures(
    /// Each day, the oldest first.
    days: Vec<DayVisits>,
) -> impl IntoView {
    view! {
        <details class="figures">
            <summary>"Figures by day"</summary>
            <table class="data-table" role="table" aria-label="Visits by day">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Day (UTC)"</th>
                        <th class="number" role="columnheader" scope="col">"Visits"</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {days
                        .into_iter()
                        .rev()
                        .filter(|day| day.visits > 0)
                        .map(|DayVisits { day, visits }| {
                            view! {
                                <tr role="row">
                                    <th class="row-name" role="rowheader" scope="row">{day.to_string()}</th>
                                    <td class="number" role="cell" data-label="Visits">
                                        <span>{visits}</span>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </details>
    }
}

/// What the bars say, in a sentence.
fn summary(today: Date, days: &[DayVisits]) -> String {
    let total = days.iter().map(|day| day.visits).sum();
    let busiest = days.iter().max_by_key(|day| day.visits).filter(|day| day.visits > 0);
    let busiest = busiest.map(|day| format!(" Most on one day: {} ({}).", day.visits, label(today, day.day)));
    format!("Visits by day. {} in {} days.{}", count(total, "visit"), days.len(), busiest.unwrap_or_default())
}

fn label(today: Date, day: Date) -> String {
    if day == today { "today".to_owned() } else { short_date(today, day) }
}

/// The first of 2, 4, 6, 8, 10, 20, 40 and so on that is not below the highest bar; half of it is a whole number too.
fn highest_mark(most: u64) -> u64 {
    let decades = (0..).map_while(|power| 10_u64.checked_pow(power));
    decades
        .flat_map(|decade| [2, 4, 6, 8, 10].map(|step| decade.saturating_mul(step)))
        .find(|mark| *mark >= most)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::highest_mark;

    #[test]
    fn the_highest_mark_is_round_and_has_a_whole_half() {
        let marks = [0, 1, 2, 3, 5, 9, 11, 51, 100, 101, u64::MAX].map(highest_mark);
        assert_eq!(marks, [2, 2, 2, 4, 6, 10, 20, 60, 100, 200, u64::MAX]);
    }
}
