using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes what stands in for the generated code of a record with an error: its members, and a contract that throws.</summary>
internal static class IncompleteRecordEmitter
{
    private const string Schema = "global::Agno.Storage.Schema";

    public static string Emit(IncompleteRecordModel model)
    {
        string contract = $"global::Agno.Storage.Records.ISessionRecord<{model.Type}>";
        string purpose = $"Stands in for the code of {model.Name}, which has an error: the build says which, and nothing follows from it.";
        return RecordFile.Write(model.Namespace, model.ContainingTypes, model.Declaration, purpose, contract, writer =>
        {
            MembersEmitter.Write(writer, model.Members);
            if (model.HasResolver)
            {
                writer.WriteLine(RecordFile.GeneratedCode);
                writer.WriteLine($"public static {JsonText.Metadata}.IJsonTypeInfoResolver JsonTypeInfoResolver => {Throw(model.Name)};");
                writer.WriteLine();
            }
            string[] members =
            [
                $"static {Schema}.SessionTable {contract}.Table",
                $"static {Schema}.SessionSql? {contract}.GetSql(string dialect, {Schema}.SqlTable table)",
                $"static void {contract}.Write({model.Type} session, global::Agno.Storage.Records.RowBuffer row)",
                $"static {model.Type} {contract}.Read<TRow>(scoped ref TRow row)",
                $"static string {contract}.GetSessionId({model.Type} session)",
                $"static long? {contract}.GetCreatedAt({model.Type} session)",
                $"static {model.Type} {contract}.WithTimes({model.Type} session, long? createdAt, long? updatedAt)",
            ];
            foreach (string member in members)
            {
                writer.WriteLine(RecordFile.HiddenCode);
                writer.WriteLine($"{member} => {Throw(model.Name)};");
                writer.WriteLine();
            }
        });
    }

    /// <summary>The expression that throws in the place of what an error keeps from being generated.</summary>
    public static string Throw(string name) => $"throw new global::System.NotSupportedException({RecordFile.Literal($"'{name}' was compiled with an error.")})";
}
