# SPDX-License-Identifier: GPL-3.0-or-later
# EPIC from a table of profiles to dates, and what the pandemic changed. Each "# %%" begins a cell where an editor shows cells;
# there the last line of a cell shows itself, as a page, a table or a figure. As a script it is run from the root of the repository.
# It needs pandas and matplotlib.
import warnings

import epic

warnings.simplefilter("ignore", epic.EpicWarning)  # of dates that a change leaves no room for; plan.diagnostics has them all

# %% The programme: cities, what each is strong in, what each needs.
programme = epic.load("examples/epic/before.yaml")
programme

# %% Who can learn from whom, and who is therefore paired: the greatest total value, proved.
pairing = programme.pair()
print(pairing)
pairing.heatmap()

# %% The pairs as a table: value and benefit are 0 to 1, without unit.
pairs = pairing.to_pandas()
print(pairs[["a", "b", "value", "benefit_a", "benefit_b"]].round(2))

# %% Why these two? A row for each domain; the shares sum to the benefit.
terms = pairing.scores.explain("brescia", "oberhausen").to_pandas()
print(terms[["domain", "need", "offer", "share"]].round(2))

# %% And what if not? The best pairing without them, and what it loses.
other = pairing.without("brescia", "oberhausen")
print(f"without them: {other.total - pairing.total:+.3f}")

# %% Dates for all of them, as seen in February 2020.
plan = pairing.plan()
print(plan)
plan.timeline()

# %% How many events begin in each quarter, in person and online.
events = plan.to_pandas()
print(events.groupby([events["start"].dt.to_period("Q"), "mode"]).size().unstack(fill_value=0).rename_axis(index=None))

# %% March 2020: nobody travels. The new plan goes on from the old one and moves as little as it can.
pandemic = plan.replan(epic.load("examples/epic/pandemic.yaml"))
changes = pandemic.issue().changes(plan.issue())
print(f"{len(changes)} entries change; among them:")
for change in [change for change in changes if change.now is not None and change.was is not None][:5]:
    print(f"  {change.now.title}: {change.was.start:%Y-%m-%d} to {change.now.start:%Y-%m-%d} ({change.news})")

# %% Why is that visit not on Monday 11 May 2020? Each rule that bars the day.
why = pandemic.explain("visit", pair=("brescia", "oberhausen"), date="2020-05-11")
print(why.to_pandas()[["words", "days"]].to_string())

# %% The same dates as a figure of matplotlib, such as a paper needs.
pandemic.plot()

# %% Everything into a folder: the report, a page and a calendar for each city. What is written here, the next plan goes on from.
ledger = pandemic.write("out")
print(ledger)
