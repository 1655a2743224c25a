-- CreateEnum
CREATE TYPE "OtpType" AS ENUM ('totp', 'hotp', 'steamtotp');

-- CreateEnum
CREATE TYPE "OtpAlgorithm" AS ENUM ('sha1', 'sha256', 'sha512', 'md5');

-- CreateTable
CREATE TABLE "VaultEntry" (
    "id" SERIAL NOT NULL,
    "userId" UUID NOT NULL,
    "groupId" INTEGER,
    "position" INTEGER NOT NULL,
    "service" TEXT,
    "account" TEXT NOT NULL,
    "iconName" TEXT,
    "otpType" "OtpType" NOT NULL,
    "sealedSecret" TEXT NOT NULL,
    "digits" INTEGER NOT NULL,
    "algorithm" "OtpAlgorithm" NOT NULL,
    "period" INTEGER,
    "counter" BIGINT,
    "sealedNotes" TEXT,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "lastUsedAt" TIMESTAMPTZ(3),
    "useCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VaultEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VaultGroup" (
    "id" SERIAL NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VaultGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Icon" (
    "name" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "mime" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Icon_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "VaultEntry_userId_position_id_idx" ON "VaultEntry"("userId", "position", "id");

-- CreateIndex
CREATE INDEX "VaultEntry_groupId_idx" ON "VaultEntry"("groupId");

-- CreateIndex
CREATE INDEX "VaultEntry_iconName_idx" ON "VaultEntry"("iconName");

-- CreateIndex
CREATE UNIQUE INDEX "VaultGroup_userId_name_key" ON "VaultGroup"("userId", "name");

-- CreateIndex
CREATE INDEX "Icon_userId_idx" ON "Icon"("userId");

-- AddForeignKey
ALTER TABLE "VaultEntry" ADD CONSTRAINT "VaultEntry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VaultEntry" ADD CONSTRAINT "VaultEntry_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "VaultGroup"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VaultEntry" ADD CONSTRAINT "VaultEntry_iconName_fkey" FOREIGN KEY ("iconName") REFERENCES "Icon"("name") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VaultGroup" ADD CONSTRAINT "VaultGroup_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Icon" ADD CONSTRAINT "Icon_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
