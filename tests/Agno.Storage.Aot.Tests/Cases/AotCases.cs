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
        (nameof(QueryCases.A_generated_query_finds_counts_and_deletes), QueryCases.A_generated_query_finds_counts_and_deletes),
    ];
}
