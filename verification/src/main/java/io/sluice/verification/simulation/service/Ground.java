package io.sluice.verification.simulation.service;

import io.sluice.verification.simulation.kafka.Broker;
import io.sluice.verification.simulation.kafka.Poison;
import io.sluice.verification.simulation.world.World;

/** What all services stand on. */
public record Ground(World world, Broker broker, Poison poison, Seams seams) {}
