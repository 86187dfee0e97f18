using System.Reflection;
using System.Text.RegularExpressions;
using Agno.Storage.Tests;

namespace Agno.Storage.Packaging.Tests;

/// <summary>A project outside the repository that references the packed engine and nothing else.</summary>
public sealed partial class ConsumerTests(PackedPackages packages)
{
    [Fact]
    public async Task The_readme_compiles_as_written_and_runs_on_the_engine_package_alone()
    {
        string[] readme = [.. CodeBlock().Matches(await ReadAsync("README.md")).Select(match => match.Groups["code"].Value)];
        string evolving = await ReadAsync("docs", "evolving.md");
        Match history = SnapshotBlock().Matches(evolving).First(match => match.Groups["name"].Value == "Chat.schema.txt");
        using var consumer = new TemporaryDirectory();
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Agno.Storage.Sqlite" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        // What was restored for the tests serves as a feed too, so that nothing is downloaded twice; our own packages come from here alone.
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages.Feed}" />
                <add key="restored" value="{RestoredPackages}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="Agno.*" /></packageSource>
                <packageSource key="restored"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        Write("Program.cs", readme[0] + """

            var support = storage.Sessions<SupportSession>();
            await support.CreateAsync();
            await support.UpsertAsync(new SupportSession
            {
                SessionId = "ticket-7",
                TeamId = "helpdesk",
                Priority = Priority.Urgent,
                Memory = new SupportMemory([new Message("user", "Where is my order?")]),
            });
            SupportSession ticket = (await support.ReadAsync("ticket-7"))!;
            Console.WriteLine($"{ticket.TeamId} {ticket.Priority} {ticket.Memory!.Messages[0].Content}");

            var chats = storage.Sessions<Chat>();
            await chats.CreateAsync();
            Console.WriteLine($"version {await chats.GetSchemaVersionAsync()}");
            """);
        Write("SupportSession.cs", readme[1]);
        // Nothing in the project says that the file is part of the build: without it, the record's attributes are a warning.
        Directory.CreateDirectory(consumer.PathOf("Sessions"));
        Write(Path.Combine("Sessions", "Chat.cs"), CodeBlock().Match(evolving, history.Index).Groups["code"].Value);
        Write(Path.Combine("Sessions", history.Groups["name"].Value), history.Groups["text"].Value);

        string output = await CommandLine.DotNetAsync(consumer.Path, new Dictionary<string, string> { ["NUGET_PACKAGES"] = consumer.PathOf("packages") }, "run");

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("session-001", output, StringComparison.Ordinal);
        Assert.Equal(["helpdesk Urgent Where is my order?", "version 2"], lines[^2..]);

        void Write(string name, string text) => File.WriteAllText(consumer.PathOf(name), text);
        static Task<string> ReadAsync(params ReadOnlySpan<string> page) => File.ReadAllTextAsync(Repository.PathOf(page), TestContext.Current.CancellationToken);
    }

    private static string RestoredPackages =>
        typeof(ConsumerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RestoredPackages").Value!;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("```text (?<name>\\S+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SnapshotBlock();
}
