package io.sluice.ledger.domain;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows one partition's chain from its beginning: positions and seals without gaps, every hash
 * over the one before, every balance the one before and the transfer. Stateful: fed in order.
 */
public final class ChainAudit {

    private final int partition;
    private final Map<AccountId, Long> balances = new HashMap<>();
    private String hash = ChainHead.GENESIS;
    private int seal;
    private long position;

    public ChainAudit(int partition) {
        this.partition = partition;
    }

    /** The last seal that was followed; 0 before the first. */
    public int lastSeal() {
        return seal;
    }

    /**
     * Follows the next seals with all of their transfers, both in order.
     *
     * @return where the chain breaks; null where it does not
     */
    public @Nullable String follow(List<Seal> seals, List<PostedTransfer> transfers) {
        int from = 0;
        for (Seal next : seals) {
            if (next.number() != seal + 1 || next.firstPosition() != position + 1) {
                return at(next, "does not follow seal " + seal + " at position " + position);
            }
            int to = from + Math.toIntExact(next.lastPosition() - next.firstPosition() + 1);
            if (to > transfers.size()) {
                return at(next, "transfers are missing");
            }
            List<PostedTransfer> sealed = transfers.subList(from, to);
            String found = followOne(next, sealed);
            if (found != null) {
                return found;
            }
            from = to;
        }
        return from == transfers.size() ? null : "partition " + partition + ": unsealed transfers";
    }

    private @Nullable String followOne(Seal next, List<PostedTransfer> sealed) {
        for (PostedTransfer transfer : sealed) {
            position++;
            if (transfer.position() != position) {
                return at(next, "position " + position + " is missing");
            }
            if (!runs(transfer.debit(), -transfer.amount().minorUnits(), transfer.debitBalance())
                    || !runs(
                            transfer.credit(),
                            transfer.amount().minorUnits(),
                            transfer.creditBalance())) {
                return at(next, "position " + position + ": the running balance breaks");
            }
        }
        hash = ChainHash.over(hash, sealed);
        seal = next.number();
        return hash.equals(next.hash()) ? null : at(next, "the hash differs");
    }

    private boolean runs(AccountId account, long change, long balanceAfter) {
        long before = balances.getOrDefault(account, 0L);
        balances.put(account, balanceAfter);
        return before + change == balanceAfter;
    }

    /** Whether the chain ends where its head says. */
    public @Nullable String end(ChainHead head) {
        boolean isEnd =
                head.seal() == seal && head.position() == position && head.hash().equals(hash);
        return isEnd
                ? null
                : "partition "
                        + partition
                        + ": the head names seal "
                        + head.seal()
                        + ", the chain ends with seal "
                        + seal;
    }

    private String at(Seal next, String what) {
        return "partition " + partition + ", seal " + next.number() + ": " + what;
    }
}
