namespace Agno.Storage.Documentation.Tests.Pages;

/// <summary>docs/conversion.md, by its statements.</summary>
public sealed class ConversionPageTests() : PageTests("docs/conversion.md", Held)
{
    private static readonly Statements Held = new()
    {
        { "`ConvertAsync` takes the sessions of one of Agno's layouts to another one's tables, in one file or between two:", "LayoutConversionTests.Every_layout_is_converted_into_every_other_in_one_file_or_between_two" },
        { "A layout stands for its tables by their own names.", "LayoutConversionTests.Every_layout_is_converted_into_every_other_in_one_file_or_between_two" },
        { "Others are named, and may be in another database:", "ConversionTests.Tables_may_have_other_names_and_be_in_another_file" },
        { "| `Converted` | the session is stored in the new layout |", "LayoutConversionTests.Every_layout_is_converted_into_every_other_in_one_file_or_between_two" },
        { "| `Mended` | it was there already, damaged by one of Agno's own conversions, and was repaired |", "ConversionTests.A_file_that_Agno_converted_is_repaired_from_its_old_tables" },
        { "| `Unchanged` | it was there already, and was left as it is |", "LayoutConversionTests.A_session_that_is_there_stays_as_it_is" },
        { "| `Skipped` | it was not stored, and stays where it was: `Losses` says why |", "ConversionBackTests.A_session_that_would_lose_something_is_skipped_and_says_what" },
        { "Each session, its runs included, is stored in a transaction of its own.", "LayoutConversionTests.A_session_whose_run_can_not_be_stored_is_not_there_and_the_others_are", "KilledConversionTests.WhereverAConversionIsKilledTheNextOneGoesOn" },
        { "A process may be killed at any time: what was converted stays, and the next call goes on.", "ConversionKillTests.A_killed_conversion_goes_on", "KilledConversionTests.WhereverAConversionIsKilledTheNextOneGoesOn" },
        { "A session that is in the target already stays exactly as it is, whatever became of it or its runs there.", "LayoutConversionTests.A_session_that_is_there_stays_as_it_is", "LayoutConversionTests.A_session_without_runs_is_converted_once", "LayoutConversionTests.A_damaged_session_is_repaired_only_where_that_is_asked_for" },
        { "Where the old one was stored again after its conversion, it is skipped and says so.", "ConversionTests.A_session_that_was_stored_again_since_is_reported" },
        { "A session that was deleted from the target is converted again by the next call.", "LayoutConversionTests.A_session_that_was_deleted_comes_again_unless_it_is_deleted_from_the_old_table" },
        { "To erase it, delete it from the old table too.", "LayoutConversionTests.A_session_that_was_deleted_comes_again_unless_it_is_deleted_from_the_old_table" },
        { "Memory holds the ids of the sessions and one session at a time.", "LayoutConversionTests.A_session_is_read_when_its_turn_comes" },
        { "The tables that are read are left as they are, except where a table of layout 2 becomes one of layout 3 in its place.", "LayoutConversionTests.The_source_is_left_as_it_is" },
        { "A row whose id is NULL, or anything else that is not text, is skipped, and its step says so.", "LayoutConversionTests.A_row_without_an_id_is_skipped_and_says_so" },
        { "| 1 | 2, 3 | what `memory` holds beside the runs and the session's one summary; `team_session_id`; a `workflow_name` that `workflow_data` does not say |", "ConversionTests.What_has_no_place_is_reported_with_its_session", "LayoutConversionTests.What_Agno_1_alone_has_is_named" },
        { "| 2 | 3 | elements of `runs` that are not objects. A run without an id, or with one that another session or run has too, gets an id of its own, in its JSON too |", "ConversionLayout3Tests.A_run_that_another_session_has_too_and_its_parts_get_ids_of_their_own", "LayoutConversionTests.A_run_without_an_id_gets_one" },
        { "| 2, 3 | 1 | nothing: a session that would lose something is skipped (data of another type in its row, a summary that is not an object) |", "ConversionBackTests.A_session_that_would_lose_something_is_skipped_and_says_what" },
        { "| 3 | 2, 1 | nothing: a session is skipped where a run's column says what its JSON does not, such as another user or another `run_type`. In layout 2, a run of an agent's or team's session that does not say whose it is keeps its `run_type` in its JSON. The order of runs is kept, their positions and the times in their rows are not |", "LayoutConversionTests.The_type_of_a_run_that_does_not_say_whose_it_is_stays", "LayoutConversionTests.A_column_of_a_run_that_says_more_than_its_JSON_keeps_the_session_where_it_is", "ConversionLayout3Tests.A_long_session_goes_to_Agno_2_and_back_in_its_order", "LayoutConversionTests.Positions_and_times_of_runs_are_not_carried_back" },
        { "| any | any | columns that somebody added to the tables of sessions or runs, where they hold a value: the step names each. To an earlier layout, such a session is skipped. In place, they stay |", "LayoutConversionTests.Columns_that_somebody_added_are_named", "LayoutConversionTests.Columns_that_somebody_added_to_the_runs_are_named", "LayoutConversionTests.In_place_added_columns_stay" },
        { "Everything else comes through as it was written: numbers keep their digits, strings their escapes, what strict readers refuse stays.", "LayoutConversionTests.Values_come_through_as_they_were_written", "ConversionTests.Every_session_is_carried_with_its_text", "ConversionBackTests.Sessions_of_Agno_1_come_back_from_Agno_2_as_they_were" },
        { "The names of metrics are changed to those of the version.", "ConversionTests.Runs_get_the_names_that_Agno_2_reads" },
        { "Runs of an agent's or team's session that do not say whose they are get its id as their first member in layouts 2 and 3, because Agno passes over them otherwise; it is taken out again on the way back, except from runs that had no `run_id` and got one.", "LayoutConversionTests.A_run_that_does_not_say_whose_it_is_says_so_in_later_layouts_alone" },
        { "A session of layout 1 without a `created_at` gets its `updated_at`, or 0: later layouts need one.", "LayoutConversionTests.A_session_without_a_time_gets_one" },
        { "Agno 1 keeps class-based and step-based workflows apart, later versions do not.", "LayoutConversionTests.Both_kinds_of_workflows_become_one" },
        { "On the way back a workflow goes to the table that holds it, else to that of step-based workflows, or to `Workflows` where only that one is named.", "ConversionBackTests.A_workflow_goes_back_to_the_table_that_holds_it_else_to_that_of_step_based_ones", "LayoutConversionTests.Both_kinds_of_workflows_become_one" },
        { "From layout 2 to layout 3 in the same table, the table is first marked as Agno 3's, which finds the runs of sessions that are not converted yet in their rows.", "LayoutConversionTests.In_place_the_table_is_Agno_3s_from_the_first_step_on" },
        { "Then the runs move, session by session.", "LayoutConversionTests.In_place_the_table_is_Agno_3s_from_the_first_step_on" },
        { "Agno 2 refuses the file from the first step on: stop it before.", "LayoutConversionTests.In_place_the_table_is_Agno_3s_from_the_first_step_on" },
        { "The column `runs` stays, empty.", "LayoutConversionTests.In_place_the_table_is_Agno_3s_from_the_first_step_on" },
        { "There is no way back in place: name another table, or another file.", "ConversionLayout3Tests.A_table_does_not_go_back_where_it_is_and_one_that_is_not_there_has_no_sessions" },
        { "Agno's own conversion from 1 to 2 leaves columns encoded three times on SQLite, and loses the runs of step-based workflows.", "ConversionTests.A_file_that_Agno_converted_is_repaired_from_its_old_tables" },
        { "`RepairExisting` asks for such sessions to be repaired: with the old tables, from which lost runs come back.", "ConversionTests.A_file_that_Agno_converted_is_repaired_from_its_old_tables", "LayoutConversionTests.A_damaged_session_is_repaired_only_where_that_is_asked_for" },
        { "Runs that somebody deleted since look as if they were lost, and come back too.", "LayoutConversionTests.A_repair_takes_deleted_runs_for_lost" },
        { "A conversion from a layout to itself repairs without the old tables.", "ConversionTests.A_file_is_repaired_without_its_old_tables_as_far_as_it_goes" },
        { "On a file of layout 3 it moves the runs that Agno left in the rows of sessions, and those without an id, which Agno 3 does not show any more:", "ConversionLayout3Tests.Runs_that_Agno_left_in_the_sessions_rows_move_to_rows_of_their_own_and_none_is_lost" },
        { "A repair that is made twice finds nothing the second time.", "LayoutConversionTests.A_session_without_runs_is_converted_once", "ConversionTests.A_file_that_Agno_converted_is_repaired_from_its_old_tables", "ConversionTests.A_file_is_repaired_without_its_old_tables_as_far_as_it_goes" },
        { "`samples/PythonInterop` does all of this from the command line: `convert FILE agno1 agno3`, and `repair FILE agno1 agno2`.", "LayoutConversionTests.The_sample_converts_and_repairs" },
    };
}
