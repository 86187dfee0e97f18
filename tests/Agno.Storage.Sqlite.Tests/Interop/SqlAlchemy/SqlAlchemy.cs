using System.Diagnostics;
using System.Text.Json.Nodes;
using Agno.Storage.Tests;

namespace Agno.Storage.Sqlite.Tests.Interop.SqlAlchemy;

/// <summary>A table as SQLAlchemy sees it.</summary>
/// <param name="Types">The declared type of each column, as SQLAlchemy understood it.</param>
/// <param name="Rows">The rows, their JSON as values.</param>
internal sealed record SqlAlchemyTable(JsonObject Types, JsonArray Rows);

/// <summary>Reads and writes tables through SQLAlchemy, as Python Agno does.</summary>
internal static class SqlAlchemy
{
    private static readonly string Judge = Repository.PathOf("tests", "Agno.Storage.Sqlite.Tests", "Interop", "SqlAlchemy", "judge.py");

    public static async Task<SqlAlchemyTable> ReadAsync(int layout, string file, string table)
    {
        JsonNode printed = JsonNode.Parse(await RunAsync("", "read", $"{layout}", file, table))!;
        return new(printed["types"]!.AsObject(), printed["rows"]!.AsArray());
    }

    public static Task WriteAsync(int layout, string file, string table, JsonArray rows) => RunAsync(rows.ToJsonString(), "write", $"{layout}", file, table);

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo(await Tools.RequireSqlAlchemyAsync(), [Judge, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancelled);
        Task<string> error = process.StandardError.ReadToEndAsync(cancelled);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancelled);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancelled);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
