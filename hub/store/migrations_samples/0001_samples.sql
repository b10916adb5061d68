-- What the sensors measured: pruned, and the last seconds may be lost.

CREATE TABLE sensor_sample (
    at TEXT NOT NULL,
    sensor TEXT NOT NULL,
    zone TEXT,
    quantity TEXT NOT NULL
        CHECK (quantity IN ('current_a', 'voltage_v', 'temperature_c', 'humidity_pct')),
    value REAL NOT NULL
) STRICT;

CREATE INDEX sensor_sample_zone_at ON sensor_sample (zone, at);
CREATE INDEX sensor_sample_at ON sensor_sample (at);
