-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "label" TEXT;

-- CreateTable
CREATE TABLE "SpentToken" (
    "id" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpentToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SpentToken_expiresAt_idx" ON "SpentToken"("expiresAt");
