package dev.seamwright.recorder.orders;

import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

interface OrderDao {
    @SqlQuery("SELECT note FROM orders WHERE customer = :customer AND status <> 'hunter2-cancelled' ORDER BY id")
    List<String> notes(@Bind("customer") String customer);
}
