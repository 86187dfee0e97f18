namespace Agno.Storage.Documentation.Tests.Pages;

/// <summary>docs/agno.md, by its statements.</summary>
public sealed class AgnoPageTests() : PageTests("docs/agno.md", Held)
{
    private static readonly Statements Held = new()
    {
        { "| `V1` | one for each mode | Python Agno 1.x; Go Agno, whose ids are NOT NULL: set them | yes, also tables with agent and team columns, and agent tables without `team_session_id` | yes | `AgentSession`, `TeamSession`, `WorkflowSession`, `WorkflowV2Session` |", "PythonAgentTests.Every_session_equals_what_Python_reads", "ForeignFileTests.Go_sessions_of_every_mode_are_read", "ForeignFileTests.A_session_without_the_ids_that_Go_demands_is_refused_and_one_with_them_is_stored", "ForeignFileTests.A_table_without_team_session_id_is_read_as_it_is", "WrittenFormTests.Values_are_stored_as_Python_stores_them" },
        { "| `V2` | `agno_sessions` | Agno 2.x, also after its own migration of older files | yes | yes, encoded twice, as Agno does | `AgentSessionV2`, `TeamSessionV2`, `WorkflowSessionV2` |", "Layout2AgentTests.Every_session_equals_the_row_that_Python_reads", "Layout2WrittenFormTests.Values_are_stored_as_Agno_stores_them" },
        { "| `V3` | `agno_sessions`, `agno_runs` | Agno 3.0 (tested with 3.0.0a3), also after its own migration of older files | yes | yes, session and runs in one transaction | `AgentSessionV3`, `TeamSessionV3`, `WorkflowSessionV3` |", "Layout3AgentTests.Every_session_and_run_equals_what_Python_reads", "Layout3WrittenFormTests.Values_are_stored_as_Agno_stores_them", "RunConformance.ATransactionHasItsRunsAndUndoesThem" },
        { "Your own record takes a layout with `[SessionRecord(StorageMode.Agent, Layout = SessionLayout.V2)]`.", "SnapshotTests.Layout2" },
        { "Columns that it does not declare keep their values.", "ForeignFileTests.Columns_that_nobody_knows_keep_their_values_and_get_their_defaults" },
        { "Tables of `V2` and `V3` are created with the column types that Agno declares.", "SqlAlchemyTests.The_tables_are_declared_as_Agno_declares_them" },
        { "Agno uses these types to decode JSON.", "SqlAlchemyTests.What_is_stored_here_is_read_there" },
        { "Tests read and write the tables through SQLAlchemy, as Agno does.", "SqlAlchemyTests.What_is_stored_here_is_read_there", "SqlAlchemyTests.What_is_stored_there_is_read_here" },
        { "What Python writes and strict JSON readers refuse (NaN, lone surrogates, numbers beyond 64 bits, deep nesting) is read, and written back unchanged.", "PythonDialectTests.NamedNumbersAreReadInPythonsDialectOnly", "PythonDialectTests.LoneSurrogatesAreKeptInPythonsDialectAndRefusedOutside", "PythonDialectTests.NodesKeepNumbersAndTextAsTheyWere", "PythonDialectTests.FourHundredLevelsAreReadAndWritten" },
        { "`storage.ConvertAsync(from, to)` converts sessions in one file or between two, as a resumable stream that reports progress:", "ConversionTests.Tables_may_have_other_names_and_be_in_another_file", "ConversionTests.A_conversion_that_was_stopped_goes_on_and_a_finished_one_changes_nothing" },
        { "| 1 to 2, 1 to 3 | everything but a few leftovers of `memory` and `team_session_id`, each of which is reported |", "ConversionTests.Every_session_is_carried_with_its_text", "ConversionTests.What_has_no_place_is_reported_with_its_session" },
        { "| 2 to 3, in its place too | everything, each run as a row |", "ConversionLayout3Tests.A_file_of_Agno_2_gets_the_rows_that_Agno_3_gives_it" },
        { "| 2 or 3 to 1, 3 to 2 | sessions that lose nothing; others are skipped and reported |", "ConversionBackTests.A_session_that_would_lose_something_is_skipped_and_says_what", "ConversionLayout3Tests.What_stands_in_the_columns_of_runs_alone_keeps_a_session_from_going_back" },
        { "| 2 to 2, 3 to 3 | repairs files that Agno's own migrations damaged |", "ConversionTests.A_file_is_repaired_without_its_old_tables_as_far_as_it_goes", "ConversionLayout3Tests.Runs_that_Agno_left_in_the_sessions_rows_move_to_rows_of_their_own_and_none_is_lost" },
        { "[conversion.md](conversion.md) says more.", "No test: it leads to other pages." },
        { "`samples/PythonInterop` converts from the command line, dumps any such file as JSON lines and loads them again.", "ConversionKillTests.A_killed_conversion_goes_on", "PythonInteropTests.A_dump_prints_what_Python_reads", "PythonInteropTests.A_loaded_dump_dumps_the_same_bytes" },
    };
}
