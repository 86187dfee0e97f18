using Agno.Storage.Benchmarks.Workload;

namespace Agno.Storage.Benchmarks.Contestants;

/// <summary>What is made of a session that a contestant has read.</summary>
/// <param name="sessionId">As it was read.</param>
/// <param name="userId">As it was read.</param>
/// <param name="workflowId">As it was read.</param>
/// <param name="createdAt">As it was read.</param>
/// <param name="updatedAt">As it was read.</param>
/// <param name="memory">An <see cref="AgentMemory"/>, or its JSON text as a string; null where the memory was not asked for.</param>
public delegate long Answer(string sessionId, string? userId, string? workflowId, long? createdAt, long? updatedAt, object? memory);

/// <summary>Answers for those that count the time.</summary>
public static class Answers
{
    /// <summary>Takes a session as read, for the least that proves it: its created_at.</summary>
    public static Answer CreatedAt { get; } = static (_, _, _, createdAt, _, _) => createdAt!.Value;

    public static long Of(this Answer answer, BenchSession session) =>
        answer(session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, session.Memory);

    public static long Of(this Answer answer, TextSession session) =>
        answer(session.SessionId, session.UserId, session.WorkflowId, session.CreatedAt, session.UpdatedAt, session.Memory);

    public static long SumOf(this Answer answer, IEnumerable<BenchSession> sessions)
    {
        long sum = 0;
        foreach (BenchSession session in sessions)
            sum += answer.Of(session);
        return sum;
    }

    public static long SumOf(this Answer answer, IEnumerable<TextSession> sessions)
    {
        long sum = 0;
        foreach (TextSession session in sessions)
            sum += answer.Of(session);
        return sum;
    }
}
