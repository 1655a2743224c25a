-- CreateTable
CREATE TABLE "CodeLink" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "sealedLabel" TEXT NOT NULL,
    "parcel" TEXT NOT NULL,
    "opens" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CodeLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CodeLink_userId_idx" ON "CodeLink"("userId");

-- CreateIndex
CREATE INDEX "CodeLink_expiresAt_idx" ON "CodeLink"("expiresAt");

-- AddForeignKey
ALTER TABLE "CodeLink" ADD CONSTRAINT "CodeLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
