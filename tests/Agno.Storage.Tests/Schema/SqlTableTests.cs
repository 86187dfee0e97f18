using Agno.Storage.Schema;
using Xunit;

namespace Agno.Storage.Tests.Schema;

public class SqlTableTests
{
    [Theory]
    [InlineData("agent_sessions")]
    [InlineData("Sitzungen_größe")]
    [InlineData("会话")]
    [InlineData("my-app.sessions v2$")]
    [InlineData("select")]
    [InlineData("1st")]
    public void NamesOfUsersTablesAreQuoted(string name)
    {
        var table = new SqlTable(name);

        Assert.Equal(name, table.Name);
        Assert.Equal($"\"{name}\"", $"{table}");
        Assert.Equal($"\"{name}\"", table.Source);
        Assert.Equal($"\"idx_{name}_user_id\"", table.Index("user_id"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(" padded")]
    [InlineData("padded ")]
    [InlineData("x\"; DROP TABLE users; --")]
    [InlineData("x'y")]
    [InlineData("x;y")]
    [InlineData("x(y)")]
    [InlineData("x`y")]
    [InlineData("x[y]")]
    [InlineData("x\0y")]
    [InlineData("x\ny")]
    [InlineData("x\\y")]
    [InlineData("x%y")]
    [InlineData("sqlite_master")]
    [InlineData("SQLITE_sequence")]
    [InlineData("x\ud800y")]
    public void HostileNamesAreRefused(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => new SqlTable(name));
        Assert.Equal("name", exception.ParamName);
    }

    [Fact]
    public void NullIsRefused() => Assert.Throws<ArgumentNullException>(() => new SqlTable(null!));

    [Fact]
    public void ANameOf128CharactersIsTheLongest()
    {
        Assert.Equal(130, new SqlTable(new string('x', 128)).Quoted.Length);
        Assert.Throws<ArgumentException>(() => new SqlTable(new string('x', 129)));
    }
}
