using Agno.Storage.Generators.Model;

namespace Agno.Storage.Generators.Emitter;

/// <summary>Writes the identity members that the user did not declare.</summary>
internal static class MembersEmitter
{
    /// <summary>Null where the user declared them all.</summary>
    public static string? Emit(SessionRecordModel model)
    {
        ColumnModel[] completed = [.. model.Columns.Where(column => column.CompletedSummary is not null)];
        return completed.Length == 0
            ? null
            : RecordFile.Write(model, $"The members of {model.Name} that its mode needs and that it does not declare.", null, writer => Write(writer, completed));
    }

    public static void Write(SourceWriter writer, IReadOnlyList<ColumnModel> completed)
    {
        for (int i = 0; i < completed.Count; i++)
        {
            if (i > 0)
                writer.WriteLine();
            ColumnModel column = completed[i];
            string initializer = column.IsNullable ? "" : " = \"\";";
            writer.WriteLine($$"""
                /// <summary>{{column.CompletedSummary}}</summary>
                {{RecordFile.GeneratedCode}}
                public {{column.Type}} {{column.Member}} { get; set; }{{initializer}}
                """);
        }
    }
}
