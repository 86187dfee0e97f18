using Agno.Storage.Benchmarks.Workload;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Agno.Storage.Benchmarks.Contestants.EntityFramework;

/// <summary>What the models share: the table, and the options that the documentation names for speed.</summary>
public abstract class BenchContext<TSession>(SqliteConnection connection) : DbContext
    where TSession : class
{
    protected sealed override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).EnableThreadSafetyChecks(false);

    protected sealed override void OnModelCreating(ModelBuilder model)
    {
        EntityTypeBuilder<TSession> session = model.Entity<TSession>().ToTable("bench_sessions");
        session.Property<string>("SessionId").HasColumnName("session_id");
        session.Property<string?>("UserId").HasColumnName("user_id");
        session.Property<string?>("WorkflowId").HasColumnName("workflow_id");
        session.Property<long?>("CreatedAt").HasColumnName("created_at");
        session.Property<long?>("UpdatedAt").HasColumnName("updated_at");
        session.HasKey("SessionId");
        session.HasIndex("UserId", "CreatedAt").IsDescending(false, true);
        MapMemory(session);
    }

    protected abstract void MapMemory(EntityTypeBuilder<TSession> session);
}

/// <summary>The memory through a value converter.</summary>
public sealed class ConvertedContext(SqliteConnection connection) : BenchContext<BenchSession>(connection), IOpens<ConvertedContext>
{
    // A memory is replaced, never changed: what is the same object is the same.
    private static readonly ValueComparer<AgentMemory> Same = new((one, other) => ReferenceEquals(one, other), memory => memory.GetHashCode(), memory => memory);

    public static ConvertedContext Open(SqliteConnection connection) => new(connection);

    protected override void MapMemory(EntityTypeBuilder<BenchSession> session) =>
        session.Property(entity => entity.Memory).HasColumnName("memory")
            .HasConversion(memory => MemoryText.Write(memory), text => MemoryText.Read(text), Same);
}

/// <summary>The memory as complex types in a JSON column, which EF Core reads and writes itself.</summary>
public sealed class JsonContext(SqliteConnection connection) : BenchContext<BenchSession>(connection), IOpens<JsonContext>
{
    public static JsonContext Open(SqliteConnection connection) => new(connection);

    protected override void MapMemory(EntityTypeBuilder<BenchSession> session) =>
        session.ComplexProperty(entity => entity.Memory, memory =>
        {
            memory.ToJson("memory");
            memory.ComplexCollection(entity => entity.Runs, run =>
            {
                run.HasJsonPropertyName("runs");
                run.Property(entity => entity.RunId).HasJsonPropertyName("run_id");
                run.Property(entity => entity.Model).HasJsonPropertyName("model");
                run.Property(entity => entity.CreatedAt).HasJsonPropertyName("created_at");
                run.ComplexProperty(entity => entity.Metrics, metrics =>
                {
                    metrics.HasJsonPropertyName("metrics");
                    metrics.Property(entity => entity.InputTokens).HasJsonPropertyName("input_tokens");
                    metrics.Property(entity => entity.OutputTokens).HasJsonPropertyName("output_tokens");
                    metrics.Property(entity => entity.Duration).HasJsonPropertyName("duration");
                });
                run.ComplexCollection(entity => entity.Messages, message =>
                {
                    message.HasJsonPropertyName("messages");
                    message.Property(entity => entity.Role).HasJsonPropertyName("role");
                    message.Property(entity => entity.Content).HasJsonPropertyName("content");
                    message.Property(entity => entity.CreatedAt).HasJsonPropertyName("created_at");
                    message.Property(entity => entity.FromHistory).HasJsonPropertyName("from_history");
                });
            });
        });
}

/// <summary>The memory as the text it is.</summary>
public sealed class TextContext(SqliteConnection connection) : BenchContext<TextSession>(connection)
{
    protected override void MapMemory(EntityTypeBuilder<TextSession> session) => session.Property(entity => entity.Memory).HasColumnName("memory");
}

/// <summary>A context that opens on a connection that is open already.</summary>
public interface IOpens<TContext>
    where TContext : DbContext
{
    static abstract TContext Open(SqliteConnection connection);
}
