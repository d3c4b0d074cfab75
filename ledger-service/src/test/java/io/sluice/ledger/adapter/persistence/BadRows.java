package io.sluice.ledger.adapter.persistence;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A good row of each table, and for each constraint the change that breaks it. */
final class BadRows {

    private BadRows() {}

    static final String A = "'0190a8c0-5b7e-7c3d-9f2a-1b2c3d4e5f60'";
    static final String B = "'0190a8c0-5b7e-7c3d-9f2a-1b2c3d4e5f61'";
    static final String HASH = "repeat('0', 64)";

    /** A good row of each table, column by column. */
    static final Map<String, Map<String, String>> GOOD =
            Map.of(
                    "ledger_partition",
                    row("partition=11, position=0, seal=0, hash=" + HASH + ", sealed_at=now()"),
                    "account",
                    row(
                            "account_id="
                                    + A
                                    + ", kind='WALLET', currency='TRY', partition=0, merchant_id='m',"
                                    + " external_user_id='u', provider=null, balance=0, overdraft=0"),
                    "transfer",
                    row(
                            "partition=0, position=1, transfer_id="
                                    + A
                                    + ", kind='CREDIT', debit_account="
                                    + A
                                    + ", credit_account="
                                    + B
                                    + ", amount=1, currency='TRY', debit_balance=-1,"
                                    + " credit_balance=1, withdrawal_id=null, payout_id=null,"
                                    + " linked_to=null, event_at=now(), booked_at=now()"),
                    "seal",
                    row(
                            "partition=0, seal=1, first_position=1, last_position=1, hash="
                                    + HASH
                                    + ", sealed_at=now()"),
                    "withdrawal",
                    row(
                            "withdrawal_id="
                                    + A
                                    + ", merchant_id='m', application_key='a', external_user_id='u',"
                                    + " currency='TRY', model='PRE_RESERVE', processing='MANAGED',"
                                    + " start='ORDERED', expires_at=null, requested=10, settled=0,"
                                    + " released=0, returned=0, outstanding=10, authorized=0,"
                                    + " state='OPEN', sequence=1"),
                    "payout",
                    row(
                            "payout_id="
                                    + A
                                    + ", withdrawal_id="
                                    + B
                                    + ", ordered=10, settled=0, returned=0, suspended=0,"
                                    + " suspense_returned=0, state='AUTHORIZED', first_sent=0,"
                                    + " last_attempt=0"),
                    "attempt",
                    row(
                            "payout_id="
                                    + A
                                    + ", attempt=1, provider='p', sent=0, settled=0, returned=0,"
                                    + " fee=0, sent_at=null, returned_at=null, settled_by=null"),
                    "wallet_transfer",
                    row(
                            "merchant_id='m', reference='r', kind='CREDIT', external_user_id='u',"
                                    + " currency='TRY', amount=1, transfer_id="
                                    + A
                                    + ", available=1, refusal=null, partition=0, seal=1,"
                                    + " decided_at=now()"),
                    "answered_record",
                    row(
                            "withdrawal_id="
                                    + A
                                    + ", event_id="
                                    + B
                                    + ", outcomes='[]', partition=0, seal=null, answered_at=now()"),
                    "quarantine",
                    row(
                            "quarantine_id="
                                    + A
                                    + ", withdrawal_id="
                                    + A
                                    + ", payout_id="
                                    + A
                                    + ", attempt=1, reason='r', fact='{}', received_at=now(),"
                                    + " resolved_at=null, approved_by=null, resolution=null"));

    /** The same of what is beside the books. */
    static final Map<String, Map<String, String>> GOOD_BESIDE =
            Map.of(
                    "submission",
                    row(
                            "provider='p', reference='r', payout_id="
                                    + A
                                    + ", withdrawal_id="
                                    + B
                                    + ", attempt=1, submitted_at=now()"),
                    "statement",
                    row("provider='p', day='2026-04-28', taken_at=now(), taken_by='o', lines=1"),
                    "statement_line",
                    row(
                            "provider='p', day='2026-04-28', reference='r', status='SENT',"
                                    + " amount=10, returned=0, currency='TRY', occurred_at=now()"));

    /** What breaks each constraint: columns of the good row with other values; the row twice. */
    static final List<String> BROKEN =
            List.of(
                    "ledger_partition | ledger_partition_is_known_once | twice",
                    "ledger_partition | ledger_partition_is_0_to_11 | partition=12",
                    "ledger_partition | ledger_partition_counts_up | position=-1",
                    "ledger_partition | ledger_partition_hash_is_sha256 | hash='x'",
                    "account | account_is_known_once | twice",
                    "account | account_is_opened_once | again account_id=" + B,
                    "account | account_kind_is_known | kind='OTHER', merchant_id=null,"
                            + " external_user_id=null",
                    "account | account_currency_is_a_code | currency='try'",
                    "account | account_partition_is_0_to_11 | partition=12",
                    "account | account_of_a_wallet_has_an_owner | merchant_id=null",
                    "account | account_for_clearing_has_a_provider | provider='p'",
                    "account | account_overdraft_is_a_wallets | overdraft=1, kind='RESERVED'",
                    "account | account_of_a_wallet_stays_above_zero | balance=-1",
                    "transfer | transfer_has_one_place | twice",
                    "transfer | transfer_position_is_above_zero | position=0",
                    "transfer | transfer_kind_is_known | kind='OTHER'",
                    "transfer | transfer_amount_is_above_zero | amount=0",
                    "transfer | transfer_has_two_accounts | credit_account=" + A,
                    "transfer | transfer_of_a_payout_names_its_withdrawal | payout_id=" + A,
                    "transfer | transfer_link_is_a_returns | linked_to=" + A,
                    "seal | seal_has_one_place | twice",
                    "transfer | transfer_of_a_withdrawal_names_it | kind='RESERVE'",
                    "transfer | transfer_currency_is_a_code | currency='LIRA'",
                    "seal | seal_follows_another_once | again seal=2",
                    "seal | seal_number_is_above_zero | seal=0",
                    "seal | seal_covers_transfers | last_position=0",
                    "seal | seal_hash_is_sha256 | hash='x'",
                    "withdrawal | withdrawal_is_known_once | twice",
                    "withdrawal | withdrawal_model_is_known | model='OTHER'",
                    "withdrawal | withdrawal_processing_is_known | processing='OTHER'",
                    "withdrawal | withdrawal_start_is_known | start='OTHER'",
                    "withdrawal | withdrawal_state_is_known | state='OTHER', requested=10,"
                            + " settled=10, outstanding=0",
                    "withdrawal | withdrawal_amount_is_above_zero | requested=0, outstanding=0",
                    "withdrawal | withdrawal_totals_are_not_negative | state='PROCESSING',"
                            + " released=-1, outstanding=11",
                    "withdrawal | withdrawal_totals_add_up | outstanding=9",
                    "withdrawal | withdrawal_returns_what_was_settled | returned=1",
                    "withdrawal | withdrawal_authorizes_what_is_outstanding | authorized=11",
                    "withdrawal | withdrawal_ends_with_nothing_outstanding | state='SENT'",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | settled=1,"
                            + " outstanding=9",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | authorized=1",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | state='SENT',"
                            + " released=10, outstanding=0",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | state='RETURNED',"
                            + " settled=10, outstanding=0",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | state='REJECTED',"
                            + " settled=10, outstanding=0",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | state='CANCELLED',"
                            + " settled=10, outstanding=0",
                    "withdrawal | withdrawal_state_agrees_with_its_totals | state='REFUSED',"
                            + " settled=10, outstanding=0",
                    "withdrawal | withdrawal_counts_up | sequence=-1",
                    "payout | payout_is_known_once | twice",
                    "payout | payout_amount_is_above_zero | ordered=0",
                    "payout | payout_settles_what_was_ordered | settled=11, first_sent=1,"
                            + " last_attempt=1",
                    "payout | payout_returns_what_was_settled | returned=1",
                    "payout | payout_returns_what_was_suspended | suspense_returned=1",
                    "payout | payout_state_is_known | state='OTHER'",
                    "payout | payout_state_agrees_with_its_totals | settled=1, first_sent=1,"
                            + " last_attempt=1",
                    "payout | payout_state_agrees_with_its_totals | state='PAYING'",
                    "payout | payout_state_agrees_with_its_totals | state='SENT'",
                    "payout | payout_state_agrees_with_its_totals | state='RETURNED', settled=1,"
                            + " first_sent=1, last_attempt=1",
                    "payout | payout_state_agrees_with_its_totals | state='REJECTED', settled=1,"
                            + " first_sent=1, last_attempt=1",
                    "payout | payout_names_who_was_sent_first | state='SENT', settled=10",
                    "payout | payout_attempts_count_up | first_sent=1",
                    "attempt | attempt_is_known_once | twice",
                    "attempt | attempt_number_is_above_zero | attempt=0",
                    "attempt | attempt_settles_what_was_sent | settled=1, settled_by=" + A,
                    "attempt | attempt_returns_what_was_sent | returned=1, returned_at=now()",
                    "attempt | attempt_fee_is_not_negative | fee=-1",
                    "attempt | attempt_says_when_it_was_sent | sent=1",
                    "attempt | attempt_says_when_it_was_returned | sent=1, sent_at=now(),"
                            + " returned=1",
                    "attempt | attempt_names_what_settled_it | sent=1, settled=1, sent_at=now()",
                    "wallet_transfer | wallet_transfer_reference_is_used_once | twice",
                    "wallet_transfer | wallet_transfer_kind_is_known | kind='OTHER'",
                    "wallet_transfer | wallet_transfer_amount_is_above_zero | amount=0",
                    "wallet_transfer | wallet_transfer_is_sealed_or_refused | seal=null",
                    "answered_record | answered_record_is_answered_once | twice",
                    "quarantine | quarantine_is_known_once | twice",
                    "quarantine | quarantine_is_resolved_by_two | resolved_at=now(),"
                            + " resolution='r', approved_by=ARRAY['a', 'a']",
                    "quarantine | quarantine_attempt_is_above_zero | attempt=0",
                    "quarantine | quarantine_says_how_it_was_resolved | resolved_at=now(),"
                            + " approved_by=ARRAY['a', 'b']",
                    "submission | submission_reference_is_known_once | twice",
                    "submission | submission_attempt_is_above_zero | attempt=0",
                    "statement | statement_is_one_of_a_day | twice",
                    "statement | statement_lines_are_counted | lines=-1",
                    "statement_line | statement_line_is_one_of_a_reference | twice",
                    "statement_line | statement_line_is_of_a_statement | provider='q'",
                    "statement_line | statement_line_status_is_known | status='OTHER'",
                    "statement_line | statement_line_amount_is_above_zero | amount=0",
                    "statement_line | statement_line_returns_what_was_paid | status='RETURNED',"
                            + " returned=11",
                    "statement_line | statement_line_says_what_was_returned | returned=1",
                    "statement_line | statement_line_currency_is_a_code | currency='lira'");

    /** Held by other rows than one of a table. */
    static final List<String> ELSEWHERE =
            List.of("quarantine_approval_is_given_once", "quarantine_approval_is_of_a_quarantine");

    static Map<String, String> good(String table) {
        return GOOD.getOrDefault(table, GOOD_BESIDE.getOrDefault(table, Map.of()));
    }

    static Map<String, String> row(String columns) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : columns.split(", (?=[a-z_]+=)")) {
            int equals = column.indexOf('=');
            row.put(column.substring(0, equals), column.substring(equals + 1));
        }
        return row;
    }

    static Map<String, String> with(Map<String, String> good, String change) {
        Map<String, String> changed = new HashMap<>(good);
        changed.putAll(row(change));
        return changed;
    }

    static String insert(String table, Map<String, String> row) {
        List<String> columns = List.copyOf(row.keySet());
        return "INSERT INTO "
                + table
                + " ("
                + String.join(", ", columns)
                + ") VALUES ("
                + columns.stream()
                        .map(column -> row.getOrDefault(column, "null"))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
