namespace Agno.Storage.Documentation.Tests.Pages;

/// <summary>docs/runs.md, by its statements.</summary>
public sealed class RunsPageTests() : PageTests("docs/runs.md", Held)
{
    private static readonly Statements Held = new()
    {
        { "A session with many runs costs more each turn when the runs are part of its row.", "LongSessionTests.A_turn_takes_as_many_steps_at_5000_runs_as_at_10" },
        { "Mark the list with `[SessionRuns]`, and each run is a row of a second table:", "RunConformance.RunsAreStoredWithTheirSessionAndReadInTheirOrder" },
        { "A run is any type whose JSON has a string `run_id`, or `JsonColumn<JsonNode>`, as in the built-in sessions of Agno 3.", "RunDiagnosticTests.EachMistakeIsReported", "SnapshotTests.Runs", "SnapshotTests.Layout3Runs" },
        { "`status`, `parent_run_id`, `agent_id`, `team_id`, `workflow_id`, `user_id`, `run_type` and `created_at` are also copied from its JSON into columns of the run's row.", "RunConformance.RunsAreStoredWithTheirSessionAndReadInTheirOrder", "RunConformance.ARowIsMovedAsItIs" },
        { "Storing a session writes the runs that changed since they were read, the new ones, and those that somebody has deleted in the meantime.", "RunConformance.OnlyRunsThatChangedAreWritten", "RunConformance.RunsThatWereDeletedMeanwhileAreStoredAgainInTheirPlace" },
        { "Afterwards every run of the list is stored, in this table, in the order of the list.", "RunModelConformance.WhateverHappensInBetweenAStoredSessionHasEveryRunOfItsListInTheListsOrder", "RunConformance.RunsAreStoredInEachTableAndStorageThatTheirSessionIsStoredIn" },
        { "A run that is taken out of the list stays stored.", "RunConformance.StoringASessionThatWasReadWithAWindowLeavesTheOtherRuns" },
        { "`DeleteRunAsync` deletes it, and deleting the session deletes all of its runs.", "RunConformance.RunsGoWithTheirSession" },
        { "A new run goes behind all others, or right before the run that follows it in the list.", "RunConformance.TheOrderOfAListIsKept" },
        { "That is cheap if runs were deleted there; otherwise the runs behind it get new places.", "RunConformance.ASummaryTakesThePlaceOfRunsThatWereDeletedAndMovesNoOther" },
        { "A run gets its index while it is stored.", "RunConformance.RunsThatAreAppendedAtOnceAllSurviveInOneOrder" },
        { "Concurrent appends, by several tasks or processes, get consecutive indexes, and none is lost.", "RunConformance.RunsThatAreAppendedAtOnceAllSurviveInOneOrder", "TurnTests.RunsThatThreeProcessesAppendAreAllThereInOneOrder" },
        { "A change of a run counts as a change of its session: `updated_at` and a `[SessionVersion]` go up.", "RunConformance.ARunIsAppendedBehindTheOthersWithoutItsSession", "RunConformance.ARunIsUpdatedInItsPlace", "RunConformance.AnUpdateThatLeavesTheTimeStoresRunsAndCountsTheVersion" },
        { "Without a window, a session is read with all runs.", "RunConformance.RunsAreStoredWithTheirSessionAndReadInTheirOrder" },
        { "Lists give sessions without any, unless `SessionFilter.Runs` asks for them.", "RunConformance.SessionsOfAListHaveTheRunsThatAreAskedFor" },
        { "`RunWindow.Last(n)` has the last n runs that count, as Agno counts: not those that are part of another run, nor those that are paused, cancelled, failed or done again.", "RunConformance.AWindowHasTheLastRunsThatCount" },
        { "A run that can't be read makes reading its session throw, and `StorageException.RunId` names it.", "UnreadableRunTests.ReadingTheSessionThrowsAndNamesTheRun" },
        { "`RunWindow.All with { OnUnreadable = report }` reads the session without that run, and storing the session leaves the run alone.", "UnreadableRunTests.ItIsLeftOutAndReportedWhereThatIsAskedFor", "UnreadableRunTests.StoringASessionThatWasReadWithoutItLeavesItAsItIs" },
        { "`RunFilter` and `SessionFilter` have an `OnUnreadable` too.", "UnreadableRunTests.ItIsLeftOutAndReportedWhereThatIsAskedFor" },
        { "Lists that are stored already become rows when the table is upgraded: see [a list that becomes rows](evolving.md#a-list-that-becomes-rows).", "ListToRunsTests.TheUpgradeMakesRowsOfTheLists" },
    };
}
