package io.sluice.ledger.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerAudit.Integrity;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.application.LedgerStoreContract;
import io.sluice.ledger.application.PublishedOrder;
import io.sluice.ledger.domain.Account;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.AccountId;
import io.sluice.ledger.domain.AccountKind;
import io.sluice.ledger.domain.Balance;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.simulation.FinalAudit;
import io.sluice.ledger.simulation.Simulation;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.Outages;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** PostgreSQL keeps the contract, and what only a database can break. */
@Timeout(300)
class R2dbcLedgerStoreTest extends LedgerStoreContract {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Postgres postgres = new Postgres();
    private BookBatch bookBatch =
            new BookBatch(postgres.store(), new DecidedTransfers(), Clock.systemUTC());

    @Override
    protected LedgerStore store() {
        return postgres.store();
    }

    @Override
    protected PublishedOrder.Said said() {
        return new R2dbcSaid(postgres.reads(), new StoredOutcomes(new EventCodec()));
    }

    @BeforeEach
    void start() {
        bookBatch = new BookBatch(postgres.store(), new DecidedTransfers(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private Integrity integrity() {
        return Objects.requireNonNull(new R2dbcAudit(postgres.reads()).verify().block(PATIENCE));
    }

    @Test
    void theSimulationHoldsOnPostgresToo() {
        Simulation simulation = new Simulation(2026, postgres.store());
        simulation.run(1_500);

        new FinalAudit(simulation).check(accounts());
        assertThat(integrity()).isEqualTo(new Integrity(true, null));
    }

    private List<AccountBalance> accounts() {
        return Objects.requireNonNull(
                postgres.reads()
                        .many(
                                """
                                SELECT account_id, kind, currency, partition, merchant_id,
                                       external_user_id, provider, balance, overdraft
                                FROM account
                                """,
                                row -> {
                                    Currency currency =
                                            Currency.getInstance(
                                                    Sql.get(row, "currency", String.class));
                                    String merchant = row.get("merchant_id", String.class);
                                    return new AccountBalance(
                                            new Account(
                                                    new AccountId(
                                                            Sql.get(row, "account_id", UUID.class)),
                                                    AccountKind.valueOf(
                                                            Sql.get(row, "kind", String.class)),
                                                    currency,
                                                    Sql.get(row, "partition", Integer.class),
                                                    merchant == null
                                                            ? null
                                                            : new WalletKey(
                                                                    merchant,
                                                                    Sql.get(
                                                                            row,
                                                                            "external_user_id",
                                                                            String.class),
                                                                    currency),
                                                    row.get("provider", String.class)),
                                            new Balance(
                                                    Sql.get(row, "balance", Long.class),
                                                    Sql.get(row, "overdraft", Long.class)));
                                })
                        .collectList()
                        .block(PATIENCE));
    }

    @Test
    void severalWritersOnTheSameWalletsAndWithdrawalsNeitherLoseNorDoubleNorDeadlock() {
        List<WalletKey> wallets = Stream.generate(Fixtures::wallet).limit(5).toList();
        WalletKey hot = wallets.getFirst();
        book(Fixtures.envelope(Fixtures.credit(hot, 1_000, reference())));
        WithdrawalRequested request = Fixtures.automatic(hot, 100);
        book(Fixtures.envelope(request));
        int writers = 6;
        int rounds = Integer.getInteger("sluice.concurrency.rounds", 40);

        Flux.range(0, writers)
                .flatMap(
                        writer ->
                                Flux.range(0, rounds)
                                        .concatMap(
                                                round ->
                                                        bookBatch.book(
                                                                mixed(
                                                                        wallets, request, writer,
                                                                        round)))
                                        .subscribeOn(Schedulers.boundedElastic()),
                        writers)
                .blockLast(PATIENCE);

        assertThat(available(hot)).isEqualTo(1_000 - 100 + (long) writers * rounds);
        for (WalletKey wallet : wallets.subList(1, wallets.size())) {
            assertThat(available(wallet)).isEqualTo((long) writers * rounds);
        }
        assertThat(integrity()).isEqualTo(new Integrity(true, null));
        assertThat(
                        postgres.query(
                                "SELECT settled FROM withdrawal WHERE withdrawal_id = '"
                                        + request.withdrawalId()
                                        + "'"))
                .containsExactly("100");
    }

    /** Every writer credits all wallets, each in an order of its own, and tells the same fact. */
    private static List<Envelope<?>> mixed(
            List<WalletKey> wallets, WithdrawalRequested request, int writer, int round) {
        Stream<Envelope<?>> credits =
                IntStream.range(0, wallets.size())
                        .mapToObj(index -> wallets.get((index + writer + round) % wallets.size()))
                        .map(wallet -> Fixtures.envelope(Fixtures.credit(wallet, 1, reference())));
        long told = Math.min(100, (round + 1L) * 3);
        Envelope<PayoutStatusReported> fact =
                Fixtures.envelope(
                        Fixtures.fact(
                                request.withdrawalId(),
                                Objects.requireNonNull(request.payoutId()),
                                1,
                                FactStatus.SENT,
                                told,
                                0,
                                false,
                                Fixtures.NOW.plusSeconds(told)));
        return Stream.concat(credits, Stream.of(fact)).toList();
    }

    private long available(WalletKey wallet) {
        return Objects.requireNonNull(
                        new R2dbcQuestions(postgres.reads()).wallet(wallet, null).block(PATIENCE))
                .available();
    }

    @Test
    void aTimeThatTheDatabaseCannotKeepIsNoTimeAndBooksNothing() {
        for (String never : List.of("+1000000000-12-31T23:59:59Z", "+294277-01-01T00:00:00Z")) {
            Envelope<?> credit =
                    Fixtures.envelope(Fixtures.credit(Fixtures.wallet(), 5, reference()));
            Envelope<?> then =
                    new Envelope<>(
                            credit.id(),
                            credit.source(),
                            Instant.parse(never),
                            null,
                            null,
                            credit.data());

            assertThatThrownBy(() -> book(then)).matches(failure -> !Outages.isOutage(failure));
        }
        assertThat(postgres.query("SELECT transfer_id FROM transfer")).isEmpty();
        assertThat(integrity().ok()).isTrue();
    }

    @Test
    void twoPartitionsThatUseAReferenceAtOnceDecideItOnce() {
        for (int round = 0; round < 20; round++) {
            String reference = reference();
            List<Decision> both =
                    Objects.requireNonNull(
                            Flux.just(Fixtures.wallet(), Fixtures.wallet())
                                    .flatMap(
                                            wallet ->
                                                    bookBatch
                                                            .book(
                                                                    List.of(
                                                                            Fixtures.envelope(
                                                                                    Fixtures.credit(
                                                                                            wallet,
                                                                                            5,
                                                                                            reference))))
                                                            .subscribeOn(
                                                                    Schedulers.boundedElastic()))
                                    .collectList()
                                    .block(PATIENCE));

            assertThat(both.stream().mapToInt(decision -> decision.transfers().size()).sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void entriesRefuseToBeChangedOrRemoved() {
        book(Fixtures.envelope(Fixtures.credit(Fixtures.wallet(), 10, reference())));

        for (String statement :
                List.of(
                        "UPDATE transfer SET amount = 1",
                        "DELETE FROM transfer",
                        "TRUNCATE transfer",
                        "UPDATE seal SET hash = repeat('0', 64)",
                        "DELETE FROM seal",
                        "TRUNCATE seal")) {
            assertThat(failure(statement)).as(statement).contains("is append-only");
        }
        assertThat(integrity().ok()).isTrue();
    }

    private String failure(String statement) {
        try {
            postgres.execute(statement);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void whoeverGetsRoundTheTriggerIsFoundOut() throws SQLException {
        WalletKey wallet = Fixtures.wallet();
        for (int i = 0; i < 3; i++) {
            book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference())));
        }
        int partition = Account.partitionOf(wallet);

        postgres.execute("ALTER TABLE transfer DISABLE TRIGGER transfer_is_append_only");
        postgres.execute(
                "UPDATE transfer SET event_at = event_at - interval '1 day' WHERE position = 2");
        assertThat(integrity().firstBreak())
                .isEqualTo("partition " + partition + ", seal 2: the hash differs");

        postgres.execute(
                "UPDATE transfer SET event_at = event_at + interval '1 day' WHERE position = 2");
        assertThat(integrity().ok()).isTrue();
        postgres.execute("UPDATE account SET balance = balance + 1 WHERE kind = 'WALLET'");
        assertThat(integrity().firstBreak()).startsWith("account " + wallet.accountId());
        postgres.execute("UPDATE account SET balance = balance - 1 WHERE kind = 'WALLET'");
        postgres.execute("UPDATE account SET currency = 'EUR' WHERE kind = 'WALLET'");
        assertThat(integrity().firstBreak()).isEqualTo("currency EUR: credits less debits 30");
        postgres.execute("DELETE FROM transfer WHERE position = 3");
        assertThat(integrity().firstBreak())
                .isEqualTo("partition " + partition + ", seal 3: transfers are missing");
        postgres.execute("ALTER TABLE seal DISABLE TRIGGER seal_is_append_only");
        postgres.execute("DELETE FROM seal WHERE seal = 3");
        assertThat(integrity().firstBreak())
                .isEqualTo("partition " + partition + ": seal 3 is missing");
    }

    @Test
    void aBalanceCanBeAskedForAPastMoment() {
        WalletKey wallet = Fixtures.wallet();
        Decision first = book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference())));
        book(Fixtures.envelope(Fixtures.credit(wallet, 5, reference())));
        R2dbcQuestions questions = new R2dbcQuestions(postgres.reads());
        var then = first.seals().getFirst().sealedAt();

        assertThat(questions.wallet(wallet, then).block(PATIENCE))
                .extracting("available")
                .isEqualTo(10L);
        assertThat(questions.wallet(wallet, then.minusSeconds(1)).block(PATIENCE))
                .extracting("available")
                .isEqualTo(0L);
        assertThat(questions.wallet(wallet, then.plusSeconds(60)).block(PATIENCE))
                .extracting("available")
                .isEqualTo(15L);
    }

    @Test
    void oldAnswersAreForgottenAndTheirSealedDestinationsWithThem() {
        WalletKey wallet = Fixtures.wallet();
        book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference())));
        WithdrawalRequested request = Fixtures.automatic(wallet, 10);
        book(Fixtures.envelope(request));
        R2dbcRounds rounds = new R2dbcRounds(postgres.reads());

        assertThat(rounds.remove(Fixtures.NOW.minusSeconds(1), 10).block(PATIENCE)).isZero();
        assertThat(postgres.query("SELECT outcomes FROM answered_record"))
                .singleElement()
                .asString()
                .contains("ciphertext");
        assertThat(rounds.remove(Instant.now().plusSeconds(60), 10).block(PATIENCE)).isEqualTo(1);
        assertThat(postgres.query("SELECT outcomes FROM answered_record")).isEmpty();
        assertThat(book(Fixtures.envelope(request)).transfers())
                .as("the request is still known")
                .isEmpty();
    }

    @Test
    void aRedeliveredFactIsNotSettledTwice() {
        WalletKey wallet = Fixtures.wallet();
        WithdrawalRequested request = Fixtures.automatic(wallet, 10);
        Envelope<?> sent =
                Fixtures.envelope(
                        Fixtures.fact(
                                request.withdrawalId(),
                                Objects.requireNonNull(request.payoutId()),
                                1,
                                FactStatus.SENT,
                                10,
                                0,
                                true,
                                Fixtures.NOW));
        book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference())));
        book(Fixtures.envelope(request));
        Decision first = book(sent);

        assertThat(book(sent).outcomes()).isEqualTo(first.outcomes());
        assertThat(first.outcomes().getFirst().data()).isInstanceOf(FundsSettled.class);
    }

    private Decision book(Envelope<?>... records) {
        return Objects.requireNonNull(bookBatch.book(List.of(records)).block(PATIENCE));
    }

    private static String reference() {
        return UUID.randomUUID().toString();
    }
}
