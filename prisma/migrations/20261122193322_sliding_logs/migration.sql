-- What the old counters knew is forgotten: at most, a minute's rate begins anew.
DROP TABLE "Throttle";

-- CreateTable
CREATE UNLOGGED TABLE "Throttle" (
    "key" VARCHAR(255) NOT NULL,
    "hits" TIMESTAMPTZ(6)[],
    "refused" BOOLEAN NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Throttle_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);
