namespace Agno.Storage.Generators.Tests;

/// <summary>Forms of declaration: what the generator adds to each compiles without a warning.</summary>
public sealed class DeclarationTests
{
    [Theory]
    [InlineData("sealed partial class")]
    [InlineData("partial class")]
    [InlineData("sealed partial record")]
    [InlineData("partial record class")]
    public void KindsOfType(string declaration) => AssertClean($$"""
        [SessionRecord(StorageMode.Agent)]
        internal {{declaration}} Session { public int Number { get; set; } }
        """);

    [Fact]
    public void NestedTypes()
    {
        GeneratorResult result = AssertClean("""
            internal static partial class Outer
            {
                internal partial record struct Middle
                {
                    internal partial interface Inner
                    {
                        [SessionRecord(StorageMode.Agent)]
                        internal sealed partial class Session { public int Number { get; set; } }
                    }
                }
            }
            """);
        Assert.Contains("Demo.Outer.Middle.Inner.Session.Row.g.cs", result.Files.Keys);
    }

    [Fact]
    public void PrivateNestedTypes() => AssertClean("""
        internal partial class Outer
        {
            private enum Level { Low, High }

            [SessionRecord(StorageMode.Agent)]
            private sealed partial class Session { public Level Level { get; set; } }
        }
        """);

    [Theory]
    [InlineData("Missing? Value")]
    [InlineData("Missing Value")]
    [InlineData("List<Missing> Value")]
    [InlineData("Dictionary<string, Missing?>? Value")]
    [InlineData("JsonColumn<Missing> Value")]
    [InlineData("Holder? Value")]
    public void ATypeThatDoesNotExistYetIsTheCompilersAlone(string member)
    {
        GeneratorResult result = GeneratorTestHost.Run($$"""
            using System.Collections.Generic;
            using Agno.Storage;
            public sealed class Holder { public Missing[]? Items { get; set; } }
            [SessionRecord(StorageMode.Agent)]
            public sealed partial class Session { public {{member}} { get; set; } }
            """);

        Assert.Null(result.Run.Exception);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["Session.Incomplete.g.cs"], result.Files.Keys);
        Assert.All(result.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error), diagnostic => Assert.Equal("CS0246", diagnostic.Id));
    }

    [Fact]
    public void ObsoleteMembersAreStored()
    {
        GeneratorResult result = AssertClean("""
            internal enum Level { Low, [Obsolete] Middle, High }

            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session
            {
                [Obsolete("Use Rank.")] public int Priority { get; set; }
                public int Rank { get; set; }
                [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public Level Level { get; set; }
            }
            """);
        Assert.Contains("\"priority\"", result.Files["Demo.Session.Table.g.cs"]);
    }

    [Fact]
    public void KeywordNames()
    {
        GeneratorResult result = AssertClean("""
            internal partial class @event
            {
                [SessionRecord(StorageMode.Agent)]
                internal sealed partial record @class(int @int, string @string)
                {
                    public bool @bool { get; init; }
                    public string Class { get; set; } = "";
                    public int row { get; set; }
                    public int Row { get; set; }
                    public int Session { get; set; }
                    public int Json { get; set; }
                }
            }
            """.Replace("public int Row { get; set; }", "[SessionColumn(\"other_row\")] public int Row { get; set; }"));
        Assert.Contains("Demo.event.class.Row.g.cs", result.Files.Keys);
    }

    [Fact]
    public void NamesThatDifferInCaseOnly()
    {
        GeneratorResult result = AssertClean("""
            [SessionRecord(StorageMode.Agent)] internal sealed partial class Session;
            [SessionRecord(StorageMode.Team)] internal sealed partial class SESSION;
            """);
        Assert.Contains("Demo.SESSION.Row.g.cs", result.Files.Keys);
        Assert.Contains("Demo.Session-1.Row.g.cs", result.Files.Keys);
    }

    [Fact]
    public void NamespacesThatDifferInCaseOnly()
    {
        GeneratorResult result = GeneratorTestHost.Run("""
            using System.Collections.Generic;
            using Agno.Storage;
            #pragma warning disable CS8981
            namespace App.Chat { [SessionRecord(StorageMode.Agent)] internal sealed partial class Session; }
            namespace App.chat { [SessionRecord(StorageMode.Agent)] internal sealed partial class Session; }
            namespace App.CHAT.Chat
            {
                [SessionRecord(StorageMode.Agent)] internal sealed partial class Session;
                internal partial class chat
                {
                    [SessionRecord(StorageMode.Agent)] internal sealed partial class session;
                    internal static partial class Session { [SessionQuery] public static partial IAsyncEnumerable<global::App.Chat.Session> All(ISessionStore<global::App.Chat.Session> sessions); }
                }
            }
            """).AssertNoWarnings();
        Assert.Contains("App.Chat-1.Session.Row.g.cs", result.Files.Keys);
        Assert.Equal(result.Files.Count, result.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void InitAndRequiredMembers() => AssertClean("""
        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Session
        {
            public required string SessionId { get; set; }
            public required int Number { get; init; }
            public string? Note { get; init; }
            public DateTimeOffset? CreatedAt { get; set; }
        }
        """);

    [Fact]
    public void GetOnlyMembersAreTakenByTheConstructor()
    {
        GeneratorResult result = AssertClean("""
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session(string sessionId, int number)
            {
                public string SessionId { get; } = sessionId;
                public int Number { get; } = number;
                public string? Note { get; set; }
            }
            """);
        Assert.Contains("new global::Demo.Session(value_SessionId, value_Number)", result.Files["Demo.Session.Row.g.cs"]);
    }

    [Fact]
    public void TheConstructorThatLeavesNothingUnsetIsCalled()
    {
        GeneratorResult result = AssertClean("""
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session
            {
                public Session() { }
                public Session(int number) => Number = number;
                public Session(string sessionId, object unknown) => SessionId = sessionId;
                public int Number { get; }
            }
            """);
        Assert.Contains("new global::Demo.Session(value_Number)", result.Files["Demo.Session.Row.g.cs"]);
    }

    [Fact]
    public void ConstructorThatSetsRequiredMembers() => AssertClean("""
        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Session
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
            public Session(string name) => Name = name;
            public required string Name { get; init; }
        }
        """);

    [Fact]
    public void ConstructorThatTakesRequiredMembersToo() => AssertClean("""
        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Session
        {
            public Session(string name) => Name = name;
            public required string Name { get; init; }
        }
        """);

    [Fact]
    public void InheritedMembers()
    {
        GeneratorResult result = AssertClean("""
            internal abstract class Root
            {
                public int Depth { get; set; }
                public virtual string Label { get; set; } = "";
                [SessionIgnore] public int Ignored { get; set; }
            }

            internal class Middle : Root
            {
                public override string Label { get; set; } = "";
                public string? UserId { get; init; }
            }

            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session : Middle { public int Own { get; set; } }
            """);
        string table = result.Files["Demo.Session.Table.g.cs"];
        Assert.Contains("\"depth\"", table);
        Assert.Contains("\"own\"", table);
        Assert.DoesNotContain("ignored", table);
        Assert.Single(table.Split('\n'), line => line.Contains("\"label\""));
        Assert.DoesNotContain("UserId", result.Files["Demo.Session.Members.g.cs"]);
    }

    [Fact]
    public void ARecordOfARecord()
    {
        GeneratorResult result = AssertClean("""
            [SessionRecord(StorageMode.Agent)]
            internal partial class Basic { public int Number { get; set; } }

            [SessionRecord(StorageMode.Agent, Table = "special")]
            internal sealed partial class Special : Basic { public string? Note { get; set; } }
            """);
        Assert.DoesNotContain("Demo.Special.Members.g.cs", result.Files.Keys);
        Assert.Contains("UserId = value_UserId,", result.Files["Demo.Special.Row.g.cs"]);
    }

    [Fact]
    public void WhatIsNoColumn()
    {
        GeneratorResult result = AssertClean("""
            internal interface IHidden { int Hidden { get; set; } }

            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session : IHidden
            {
                public static int Shared { get; set; }
                [SessionIgnore] public int Field = 1;
                public int this[int index] => index;
                int IHidden.Hidden { get; set; }
                internal int Inside { get; set; }
                public int Computed => Field;
                public int Stored { get; set; }
                [SessionIgnore] public Action? Callback { get; set; }
            }
            """);
        string table = result.Files["Demo.Session.Table.g.cs"];
        Assert.Contains("RowLength = 7,", table);
        Assert.Contains("\"stored\"", table);
    }

    [Fact]
    public void PrivateSettersOfTheRecordItself() => AssertClean("""
        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Session { public int Number { get; private set; } }
        """);

    [Fact]
    public void MembersWithoutNullability()
    {
        GeneratorResult result = AssertClean("""
            #nullable disable
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session
            {
                public string Text { get; set; }
                public Uri Address { get; init; }
                public byte[] Bytes { get; set; }
            }
            """);
        Assert.Contains("\"text\", global::Agno.Storage.Schema.ColumnKind.Text, true", result.Files["Demo.Session.Table.g.cs"]);
    }

    [Theory]
    [InlineData("long")]
    [InlineData("long?")]
    [InlineData("DateTimeOffset")]
    [InlineData("DateTimeOffset?")]
    public void Times(string type) => AssertClean($$"""
        [SessionRecord(StorageMode.Agent)]
        internal sealed partial class Settable
        {
            public {{type}} CreatedAt { get; set; }
            public {{type}} UpdatedAt { get; set; }
        }

        [SessionRecord(StorageMode.Agent)]
        internal sealed partial record Copied
        {
            public {{type}} CreatedAt { get; init; }
            public {{type}} UpdatedAt { get; init; }
        }
        """);

    [Fact]
    public void TheModesColumnsKeepTheirSpelling()
    {
        GeneratorResult result = AssertClean("""
            [SessionRecord(StorageMode.Agent)]
            internal sealed partial class Session
            {
                [SessionColumn("SESSION_ID")] public string Key { get; set; } = "";
                [SessionColumn("User_Id")] public string? Owner { get; set; }
            }
            """);
        Assert.Contains("GetSessionId(global::Demo.Session session) => session.Key;", result.Files["Demo.Session.Row.g.cs"]);
        Assert.Contains("\"user_id\"", result.Files["Demo.Session.Table.g.cs"]);
    }

    [Fact]
    public void EveryDialectWhereNoEngineIsReferenced()
    {
        GeneratorResult result = GeneratorTestHost.Run(Sources.EmptyAgent, withEngine: false).AssertClean();
        Assert.Contains("Demo.EmptyAgent.Sql.Sqlite.g.cs", result.Files.Keys);
    }

    private static GeneratorResult AssertClean(string declarations) => GeneratorTestHost.Run($$"""
        using System;
        using Agno.Storage;

        namespace Demo;

        {{declarations}}
        """).AssertClean();
}
