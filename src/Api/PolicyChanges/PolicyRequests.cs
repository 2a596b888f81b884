using System.Text;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Runtime.Policies;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.PolicyChanges;

/// <summary>Policies for callers: what a request says, told to the desk, and the desk's word as an answer.</summary>
internal sealed class PolicyRequests(PolicyDesk desk)
{
    public async Task<Answer> Preview(Post post, string policy)
    {
        var ask = Ask(post, policy, PolicyProposalShape.Preview);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var (preview, refused) = await desk.Preview(ask, post.Cancel);
        return preview is not null ? Answer.Ok(preview, ApiJson.Default.PolicyPreview) : Say(post, policy, refused!);
    }

    public Task<Answer> Propose(Post post, string policy)
    {
        var ask = Ask(post, policy, PolicyProposalShape.Proposal);
        return Do(post, policy, $"propose/{Fingerprint(ask)}", by => desk.Propose(ask, by, post.Cancel));
    }

    public Task<Answer> Approve(Post post, string policy, int version) =>
        Act(post, policy, version, "approve", new PolicyApproved(post.Body.Get(PolicyActShapes.Note, "")));

    public Task<Answer> Reject(Post post, string policy, int version) =>
        Act(post, policy, version, "reject", new PolicyRejected(post.Body.Get(PolicyActShapes.Reason, "")));

    public Task<Answer> Withdraw(Post post, string policy, int version) =>
        Act(post, policy, version, "withdraw", new PolicyWithdrawn(post.Body.Get(PolicyActShapes.Reason, "")));

    public Task<Answer> RollBack(Post post, string policy, int version)
    {
        var reason = post.Body.Get(PolicyActShapes.Reason, "");
        return Do(
            post, policy, $"roll-back/{version}/{Fingerprint(reason)}",
            by => desk.RollBack(policy, version, reason, by, post.Cancel));
    }

    private Task<Answer> Act(Post post, string policy, int version, string act, Message message) => Do(
        post, policy, $"{act}/{version}/{Fingerprint(message)}", by => desk.Act(policy, version, message, by, post.Cancel));

    private static async Task<Answer> Do(Post post, string policy, string act, Func<PolicySpeaker, Task<PolicyTold>> work)
    {
        var who = post.OwnWord();
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        // Without a key the same words of the same person are the same act: a second click changes nothing.
        var id = post.Key is { } key ? $"{post.Caller.Name}/{key}" : $"{who.Name}/{who.Role}/{policy}/{act}";
        return Say(post, policy, await work(new PolicySpeaker(who, $"person/{who.Name}", id, post.Trace)));
    }

    private static Answer Say(Post post, string policy, PolicyTold told)
    {
        switch (told)
        {
            case PolicyTold.Taken taken:
                return Answer.Of(
                    StatusCodes.Status202Accepted, taken.Change, ApiJson.Default.PolicyChangeView,
                    $"/v1/policies/{policy}/changes/{taken.Change.Version}");
            case PolicyTold.Unknown unknown:
                return Answer.Unknown(Faults.Shown(unknown.What));
            case PolicyTold.NotNow no:
                return Answer.Problem(ProblemKind.Conflict, no.Reason);
            case PolicyTold.Faulty faulty:
                foreach (var (field, reason) in faulty.Faults)
                {
                    post.Faults.Add(field, reason);
                }

                return Answer.Refused(post.Faults);
            default:
                throw new InvalidOperationException($"No answer to {told.GetType().Name}.");
        }
    }

    private static PolicyAsk Ask(Post post, string policy, Shape shape)
    {
        var body = post.Body;
        var (value, unset) = (body.Get(PolicyProposalShape.Value), body.Get(PolicyProposalShape.Unset));
        if (!post.Faults.Any && unset == (value is not null))
        {
            post.Faults.Add("value", unset ? "must be left out where unset is true" : "is missing; or say unset: true");
        }

        return new PolicyAsk(
            policy,
            new PolicyScope(
                body.Get(PolicyProposalShape.Region), body.Get(PolicyProposalShape.Channel), body.Get(PolicyProposalShape.Node),
                body.Get(PolicyProposalShape.Category), body.Get(PolicyProposalShape.Supplier)),
            value, body.Maybe(PolicyProposalShape.From),
            shape == PolicyProposalShape.Proposal ? body.Get(PolicyProposalShape.Reason, "") : "");
    }

    private static string Fingerprint(object words) => Post.Fingerprint(Encoding.UTF8.GetBytes(words.ToString() ?? ""));
}
