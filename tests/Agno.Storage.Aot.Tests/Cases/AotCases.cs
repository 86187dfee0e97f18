namespace Agno.Storage.Aot.Tests.Cases;

/// <summary>The cases that must pass under JIT and under NativeAOT alike.</summary>
public static class AotCases
{
    public static IReadOnlyList<(string Name, Func<Task> Run)> All { get; } =
    [
        (nameof(StoreCases.Sessions_are_created_read_updated_listed_and_deleted), StoreCases.Sessions_are_created_read_updated_listed_and_deleted),
        (nameof(StoreCases.Every_mode_has_its_built_in_session), StoreCases.Every_mode_has_its_built_in_session),
        (nameof(StoreCases.A_session_of_another_user_is_neither_read_nor_deleted), StoreCases.A_session_of_another_user_is_neither_read_nor_deleted),
        (nameof(StoreCases.An_import_keeps_the_times), StoreCases.An_import_keeps_the_times),
        (nameof(StoreCases.A_schema_is_created_once_and_compared), StoreCases.A_schema_is_created_once_and_compared),
        (nameof(SchemaCases.A_table_of_the_first_version_is_upgraded_to_the_third), SchemaCases.A_table_of_the_first_version_is_upgraded_to_the_third),
        (nameof(RunCases.Runs_are_rows_that_are_read_and_stored_one_by_one), RunCases.Runs_are_rows_that_are_read_and_stored_one_by_one),
        (nameof(RunCases.Runs_of_Agno_3_are_parsed_when_asked_for), RunCases.Runs_of_Agno_3_are_parsed_when_asked_for),
        (nameof(StoreCases.A_storage_that_was_disposed_of_is_refused), StoreCases.A_storage_that_was_disposed_of_is_refused),
        (nameof(RecordCases.Every_scalar_comes_back_as_it_was), RecordCases.Every_scalar_comes_back_as_it_was),
        (nameof(RecordCases.A_typed_json_member_comes_back_as_it_was), RecordCases.A_typed_json_member_comes_back_as_it_was),
        (nameof(RecordCases.A_lazy_json_column_is_parsed_when_asked_for), RecordCases.A_lazy_json_column_is_parsed_when_asked_for),
        (nameof(RecordCases.The_generated_code_serves_System_Text_Json), RecordCases.The_generated_code_serves_System_Text_Json),
        (nameof(JsonCases.Initializers_of_generic_types_hold_for_what_is_missing), JsonCases.Initializers_of_generic_types_hold_for_what_is_missing),
        (nameof(JsonCases.Private_accessors_are_read_and_written), JsonCases.Private_accessors_are_read_and_written),
        (nameof(JsonCases.A_former_name_is_read_and_the_present_one_is_stored), JsonCases.A_former_name_is_read_and_the_present_one_is_stored),
        (nameof(JsonCases.The_options_of_a_context_hold_in_every_column), JsonCases.The_options_of_a_context_hold_in_every_column),
        (nameof(JsonCases.A_listed_type_is_the_contexts), JsonCases.A_listed_type_is_the_contexts),
        (nameof(JsonCases.Free_form_state_is_stored_as_often_as_it_is_read), JsonCases.Free_form_state_is_stored_as_often_as_it_is_read),
        (nameof(JsonCases.The_options_of_a_caller_hold), JsonCases.The_options_of_a_caller_hold),
        (nameof(JsonCases.Options_that_lack_the_type_are_named_with_the_session), JsonCases.Options_that_lack_the_type_are_named_with_the_session),
        (nameof(ChatCases.Messages_come_back_as_they_were), ChatCases.Messages_come_back_as_they_were),
        (nameof(ChatCases.Messages_in_a_lazy_column_come_back_as_they_were), ChatCases.Messages_in_a_lazy_column_come_back_as_they_were),
        (nameof(ChatCases.Messages_in_a_run_come_back_as_they_were), ChatCases.Messages_in_a_run_come_back_as_they_were),
        (nameof(ChatCases.Options_of_the_record_hold_for_all_of_its_json), ChatCases.Options_of_the_record_hold_for_all_of_its_json),
        (nameof(ChatCases.The_sessions_of_a_query_have_their_messages), ChatCases.The_sessions_of_a_query_have_their_messages),
        (nameof(QueryCases.A_generated_query_finds_counts_and_deletes), QueryCases.A_generated_query_finds_counts_and_deletes),
    ];
}
