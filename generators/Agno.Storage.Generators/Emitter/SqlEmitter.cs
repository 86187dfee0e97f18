using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the choice of a dialect's SQL.</summary>
internal static class SqlEmitter
{
    public static string Emit(SessionRecordModel model, EquatableArray<string> dialects) =>
        RecordFile.Write(model, $"The SQL dialects that {model.Name} was compiled with.", null, writer =>
        {
            writer.WriteLine(RecordFile.HiddenCode);
            writer.WriteLine($"static global::Agno.Storage.Schema.SessionSql? {RecordFile.Contract(model)}.GetSql(string dialect, global::Agno.Storage.Schema.SqlTable table) => dialect switch");
            writer.Open();
            foreach (string dialect in dialects)
                writer.WriteLine($"{RecordFile.Literal(dialect.ToLowerInvariant())} => {model.Prefix}{dialect}Sql(table),");
            writer.WriteLine("_ => null,");
            writer.Close("};");
        });
}
