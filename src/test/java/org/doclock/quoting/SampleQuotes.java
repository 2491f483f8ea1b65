package org.doclock.quoting;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.util.List;

/** Puts a dozen quotes into an empty database. */
@Singleton
@Startup
public class SampleQuotes {

    private record Item(String description, int quantity, String unitPrice) {}

    private static final Item VISIT = new Item("Site survey and travel", 1, "480.00");
    private static final Item PUMP = new Item("Circulation pump CP-40, 230 V", 4, "1289.50");
    private static final Item SENSOR = new Item("Temperature sensor, stainless steel", 24, "37.90");
    private static final Item CABINET = new Item("Control cabinet, wired and tested", 1, "8450.00");
    private static final Item DAY = new Item("Commissioning, per day", 3, "1120.00");
    private static final Item SERVICE = new Item("Maintenance, first year", 1, "2400.00");

    @PersistenceContext(unitName = "quoting")
    private EntityManager entityManager;

    @PostConstruct
    void fill() {
        boolean empty =
                entityManager
                                .createQuery("SELECT COUNT(q) FROM Quote q", Long.class)
                                .getSingleResult()
                        == 0;
        if (empty) {
            quote("Pump renewal, plant 2", "Aldermoor Water", VISIT, PUMP, DAY);
            quote("Sensors for cold store B", "Fjordlaks Seafood AS", SENSOR, DAY);
            quote("Control system, line 4", "Brennicke Papier GmbH", CABINET, SENSOR, DAY, SERVICE);
            quote("Maintenance contract", "St. Brigid’s Hospital", SERVICE).approve();
            quote("Spare pumps", "Aldermoor Water", PUMP);
            quote("Greenhouse climate control", "Van der Horst Bloemen", CABINET, SENSOR, SERVICE);
            quote("Brewhouse extension", "Three Crowns Brewery", VISIT, PUMP, CABINET, DAY);
            quote("Survey of the old boiler house", "Municipality of Lindau", VISIT).approve();
            quote("Retrofit, swimming hall", "Municipality of Lindau", PUMP, SENSOR, DAY);
            quote("Cabinet exchange, line 1", "Brennicke Papier GmbH", CABINET, DAY);
            quote("Dairy cooling, phase 1", "Laiterie du Val & Fils", PUMP, SENSOR);
            quote("Dairy cooling, phase 2", "Laiterie du Val & Fils", CABINET, DAY, SERVICE);
        }
    }

    private int count;

    private Quote quote(String title, String customer, Item... items) {
        count++;
        Quote quote = new Quote("Q-2026-%03d".formatted(count), title, customer);
        List.of(items)
                .forEach(
                        item ->
                                quote.add(
                                        item.description(),
                                        item.quantity(),
                                        new BigDecimal(item.unitPrice())));
        entityManager.persist(quote);
        return quote;
    }
}
