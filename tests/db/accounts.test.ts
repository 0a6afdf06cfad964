/** The accounts' use cases on a real database. */
import { eq } from "drizzle-orm"
import { beforeEach, describe, expect, test } from "vitest"
import { inTx } from "#db/client.ts"
import { mailTokens, users } from "#db/schema/auth.ts"
import { mails } from "#db/schema/platform.ts"
import { addRole, grantOperator } from "#lib/auth/add-role.ts"
import { changePassword } from "#lib/auth/change-password.ts"
import { checkPassword } from "#lib/auth/check-password.ts"
import { chooseLocale } from "#lib/auth/choose-locale.ts"
import { confirmByLink } from "#lib/auth/confirm-by-link.ts"
import { confirmEmail } from "#lib/auth/confirm-email.ts"
import { findOrCreateBuyer } from "#lib/auth/find-or-create-buyer.ts"
import { openProvedAccount } from "#lib/auth/open-proved-account.ts"
import { findAccountByEmail, findActor, findPayee, getAccount } from "#lib/auth/queries.ts"
import { requestPasswordReset } from "#lib/auth/request-password-reset.ts"
import { resetPassword } from "#lib/auth/reset-password.ts"
import { confirmPayee, setPayee } from "#lib/auth/set-payee.ts"
import { saveSignInToken, spendSignInToken } from "#lib/auth/sign-in-token.ts"
import { signUp } from "#lib/auth/sign-up.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { DAY_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { deliverMails } from "#lib/mail/deliver-mails.ts"
import { mailNotices } from "#lib/notices/mail-notices.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"

const database = databaseForTests()
const config = testConfig()
const clock = fixedClock(new Date("2026-05-01T12:00:00Z"))
const deps = () => ({ db: database.db, config, clock })

// Wrong tries are counted by address and outlive a test; every test has a network and a person of its own.
let nth = 0
let email = ""
let address = ""
beforeEach(() => {
  nth += 1
  email = `person${nth}.${process.pid}@example.org`
  address = `10.${nth}.${process.pid % 250}.1`
  clock.set(new Date("2026-05-01T12:00:00Z"))
})

const PASSWORD = "correct horse battery"
const input = (more = {}) => ({ email, password: PASSWORD, name: "Ada", roles: ["fan"] as const, ...more })
const mailsTo = (to: string) => database.db.select().from(mails).where(eq(mails.to, to))
const tokenIn = (text: string) => /token=([\w-]{43})/.exec(text)![1]!

async function confirmed() {
  const { confirmToken, proof } = await signUp(deps(), input())
  const account = await confirmEmail(deps(), { token: confirmToken!, proof: proof! })
  return { ...account, actor: { userId: account.userId, roles: account.roles, email: account.email } }
}

describe("the language an account is written to in", () => {
  test("is the one it signed up in, until another is chosen", async () => {
    const { userId } = await signUp(deps(), input({ locale: "de" }))
    expect((await getAccount(database.db, userId!)).locale).toBe("de")
    const other = { userId: userId!, roles: ["fan"] as const, email }
    await chooseLocale(deps(), { actor: other, locale: "en" })
    expect((await getAccount(database.db, userId!)).locale).toBe("en")
  })

  test("is English when nothing was said, and what the last to sign up with an unproved address chose", async () => {
    const { userId } = await signUp(deps(), input())
    expect((await getAccount(database.db, userId!)).locale).toBe("en")
    await signUp(deps(), input({ locale: "de" }))
    expect((await getAccount(database.db, userId!)).locale).toBe("de")
  })
})

describe("sign-up", () => {
  test("a mailed link confirms the address, once", async () => {
    await signUp(deps(), input({ email: ` ${email.toUpperCase()} ` }))
    const [mail] = await mailsTo(email)
    expect(await getProved()).toBeNull()
    await confirmEmail(deps(), { token: tokenIn(mail!.text), password: PASSWORD })
    expect(await getProved()).toBeInstanceOf(Date)
    await expect(confirmEmail(deps(), { token: tokenIn(mail!.text), password: PASSWORD })).rejects.toMatchObject({
      code: "gone",
    })
  })

  test("a taken address answers the same, changes nothing and tells its owner", async () => {
    const before = await confirmed()
    const answer = await signUp(deps(), input({ password: "another password", name: "Eve", roles: ["publisher"] }))
    expect(answer).toEqual({ userId: null, confirmToken: null, proof: null })
    expect(await getAccount(database.db, before.userId)).toMatchObject({
      name: "Ada",
      roles: ["fan"],
      epoch: before.epoch,
    })
    expect((await mailsTo(email)).map((m) => m.kind)).toEqual(["confirm", "already signed up"])
  })

  test("who opens the link must be who chose the password", async () => {
    const stranger = await signUp(deps(), input({ password: "the stranger's own" }))
    const token = stranger.confirmToken!
    await expect(confirmEmail(deps(), { token })).rejects.toMatchObject({
      code: "wrong_credentials",
      field: "password",
    })
    await expect(
      confirmEmail(deps(), { token, proof: "none", password: "a guess of the owner" }),
    ).rejects.toMatchObject({
      code: "wrong_credentials",
    })
    expect(await getProved()).toBeNull()
    await confirmEmail(deps(), { token, proof: stranger.proof! })
  })

  test("a sign-in link to an unproved account drops the password somebody set", async () => {
    const { userId } = await signUp(deps(), input())
    await confirmByLink(deps(), { userId: userId! })
    expect(await getAccount(database.db, userId!)).toMatchObject({
      hasPassword: false,
      emailVerifiedAt: expect.any(Date),
    })
    expect(await database.db.select().from(mailTokens).where(eq(mailTokens.userId, userId!))).toEqual([])
  })

  test.each([
    [{ email: "nobody" }, "invalid_input", "email"],
    [{ password: "short" }, "invalid_input", "password"],
    [{ password: "x".repeat(201) }, "invalid_input", "password"],
    [{ name: "\u202eevil" }, "invalid_input", "name"],
    [{ name: " " }, "invalid_input", "name"],
    [{ roles: ["operator"] as const }, "forbidden", undefined],
  ])("refuses %j", async (wrong, code, field) => {
    await expect(signUp(deps(), input(wrong))).rejects.toMatchObject({ code, field })
    expect(await database.db.select().from(users)).toEqual([])
  })

  const getProved = async () => (await findAccountByEmail(database.db, email))?.emailVerifiedAt
})

describe("sign-in", () => {
  test("the right password gives the account; a wrong one and an unknown address the same refusal", async () => {
    const { userId } = await confirmed()
    expect(await checkPassword(deps(), { email, password: PASSWORD, address })).toMatchObject({ userId })
    const refusals = await Promise.all(
      [email, `un${email}`].map((e) =>
        checkPassword(deps(), { email: e, password: "wrong", address }).catch((x) => [x.code, x.detail]),
      ),
    )
    expect(refusals[0]).toEqual(["wrong_credentials", expect.any(String)])
    expect(refusals[1]).toEqual(refusals[0])
  })

  test("the tenth wrong password is the last; even the right one must wait then", async () => {
    await confirmed()
    for (let i = 0; i < 10; i++) {
      // From ten networks: it is the account that is shut.
      const wrong = checkPassword(deps(), { email, password: `wrong ${i}`, address: `10.${nth}.${i}.9` })
      await expect(wrong).rejects.toMatchObject({ code: "wrong_credentials" })
    }
    const refused = await checkPassword(deps(), { email, password: PASSWORD, address }).catch((e) => e)
    expect(refused).toMatchObject({ code: "too_many" })
    expect(refused.retryAfterSeconds).toBeGreaterThan(800)
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(900)
  })

  test("a network that guesses at many accounts is shut, others are not", async () => {
    await confirmed()
    const guesses = Array.from({ length: 50 }, (_, i) => ({ email: `x${i}${email}`, password: "wrong", address }))
    for (const guess of guesses) await checkPassword(deps(), guess).catch(() => {})
    await expect(checkPassword(deps(), { email, password: PASSWORD, address })).rejects.toMatchObject({
      code: "too_many",
    })
    await checkPassword(deps(), { email, password: PASSWORD, address: `11.${nth}.1.1` })
  })

  test("an unconfirmed account is told so only with its password, and gets a fresh link", async () => {
    await signUp(deps(), input())
    await expect(checkPassword(deps(), { email, password: "wrong", address })).rejects.toMatchObject({
      code: "wrong_credentials",
    })
    await expect(checkPassword(deps(), { email, password: PASSWORD, address })).rejects.toMatchObject({
      code: "email_unconfirmed",
    })
    const links = await mailsTo(email)
    expect(links).toHaveLength(2)
    await confirmEmail(deps(), { token: tokenIn(links.at(-1)!.text), password: PASSWORD })
  })

  test("a link used by somebody new makes a confirmed account without a password", async () => {
    const account = await openProvedAccount(deps(), { email: email.toUpperCase() })
    expect(account).toMatchObject({ email, hasPassword: false, emailVerifiedAt: expect.any(Date), roles: [] })
    expect((await openProvedAccount(deps(), { email })).userId).toBe(account.userId)
    await expect(checkPassword(deps(), { email, password: "", address })).rejects.toMatchObject({
      code: "wrong_credentials",
    })
  })

  test("a suspended account cannot sign in, and its sessions end", async () => {
    const { userId, epoch } = await confirmed()
    await database.db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, userId))
    await expect(checkPassword(deps(), { email, password: PASSWORD, address })).rejects.toMatchObject({
      code: "forbidden",
    })
    expect(await findActor(database.db, { userId, epoch })).toBeNull()
  })

  test("a sign-in token is spent once", async () => {
    const token = { identifier: email, token: "hashed", expires: new Date(Date.now() + MINUTE_MS) }
    await saveSignInToken(deps(), token)
    const spent = await Promise.all([spendSignInToken(deps(), token), spendSignInToken(deps(), token)])
    expect(spent.filter((t) => t !== null)).toEqual([token])
  })
})

describe("passwords", () => {
  test("a reset sets it once and ends every session", async () => {
    const before = await confirmed()
    await requestPasswordReset(deps(), { email, address })
    const token = tokenIn((await mailsTo(email)).find((m) => m.kind === "reset")!.text)
    await expect(resetPassword(deps(), { token, password: "short" })).rejects.toMatchObject({ code: "invalid_input" })
    const after = await resetPassword(deps(), { token, password: PASSWORD })
    expect(await findActor(database.db, before)).toBeNull()
    expect(await findActor(database.db, after)).toMatchObject({ userId: before.userId })
    await expect(resetPassword(deps(), { token, password: "a third password" })).rejects.toMatchObject({ code: "gone" })
  })

  test("a reset for nobody says nothing and mails nobody; links run out", async () => {
    await requestPasswordReset(deps(), { email, address })
    expect(await mailsTo(email)).toEqual([])
    await confirmed()
    await requestPasswordReset(deps(), { email, address })
    const token = tokenIn((await mailsTo(email)).find((m) => m.kind === "reset")!.text)
    await database.db.update(mailTokens).set({ expiresAt: new Date(Date.now() - 1) })
    await expect(resetPassword(deps(), { token, password: PASSWORD })).rejects.toMatchObject({ code: "gone" })
  })

  test("a change asks for the present one; a buyer without one just sets it", async () => {
    const { actor, epoch } = await confirmed()
    const change = { actor, password: "a brand new one", address }
    await expect(changePassword(deps(), { ...change, current: "wrong" })).rejects.toMatchObject({
      field: "currentPassword",
    })
    await changePassword(deps(), { ...change, current: PASSWORD })
    expect(await findActor(database.db, { userId: actor.userId, epoch })).toBeNull()
    const buyer = await inTx(database.db, "t", (tx) => findOrCreateBuyer(tx, { email: `b${email}` }))
    const asBuyer = { userId: buyer.userId, roles: [], email: `b${email}` }
    expect(await changePassword(deps(), { ...change, actor: asBuyer, current: "" })).toMatchObject({
      hasPassword: true,
    })
  })
})

describe("buyers and roles", () => {
  test("twenty at once make one account", async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () =>
        inTx(database.db, "t", (tx) => findOrCreateBuyer(tx, { email: email.toUpperCase() })),
      ),
    )
    expect(new Set(made.map((m) => m.userId)).size).toBe(1)
    expect(made.filter((m) => m.created)).toHaveLength(1)
  })

  test("fan and publisher are taken, operator is given", async () => {
    const { actor } = await confirmed()
    await addRole(deps(), { actor, role: "publisher" })
    await addRole(deps(), { actor, role: "publisher" })
    await expect(addRole(deps(), { actor, role: "operator" })).rejects.toMatchObject({ code: "forbidden" })
    await grantOperator(deps(), { email })
    expect((await getAccount(database.db, actor.userId)).roles).toEqual(["fan", "publisher", "operator"])
  })
})

describe("payee", () => {
  test("counts only when confirmed, in the account that set it", async () => {
    const { actor } = await confirmed()
    const { confirmToken } = await setPayee(deps(), { actor, paypalEmail: "Pay@Example.org" })
    expect(await findPayee(database.db, actor.userId)).toMatchObject({
      paypalEmail: "pay@example.org",
      confirmedAt: null,
      frozenUntil: null,
    })
    const other = { ...actor, userId: `usr_${"0".repeat(26)}` as const }
    await expect(confirmPayee(deps(), { actor: other, token: confirmToken! })).rejects.toMatchObject({
      code: "forbidden",
    })
    await confirmPayee(deps(), { actor, token: confirmToken! })
    expect(await findPayee(database.db, actor.userId)).toMatchObject({ confirmedAt: clock.now() })
    expect(await setPayee(deps(), { actor, paypalEmail: "pay@example.org" })).toMatchObject({ state: "unchanged" })
  })

  test("a change freezes payouts for seven days and tells the old address and the account", async () => {
    const { actor } = await confirmed()
    const first = await setPayee(deps(), { actor, paypalEmail: `old${email}` })
    await confirmPayee(deps(), { actor, token: first.confirmToken! })
    clock.advance(3 * DAY_MS)
    const second = await setPayee(deps(), { actor, paypalEmail: `new${email}` })
    const until = new Date("2026-05-11T12:00:00Z")
    expect(second.frozenUntil).toEqual(until)
    expect(await findPayee(database.db, actor.userId)).toMatchObject({ confirmedAt: null, frozenUntil: until })
    const atOld = (await mailsTo(`old${email}`)).find((m) => m.kind === "payee changed")!
    expect(atOld.text).toContain(`paid at new${email} from now on`)
    const keys = await loadPlatformKeys(database.db, config.masterKey, clock)
    await mailNotices({ ...deps(), keys })
    const told = (await mailsTo(email)).find((m) => m.kind === "payee-changed")!
    expect(told.text).toContain("No payout before: 11 May 2026")
    // A word about the account's safety leads to no way out of such mails.
    expect(told.headers).toEqual({})
    // Neither correcting the unproved address nor going back shortens the freeze.
    await setPayee(deps(), { actor, paypalEmail: `old${email}` })
    expect(await findPayee(database.db, actor.userId)).toMatchObject({ frozenUntil: until })
  })
})

describe("delivery of mails", () => {
  test("each goes out once; a refused one is tried again later and says why", async () => {
    await confirmed()
    const seen: string[] = []
    const refuse = async () => {
      throw new Error("mailbox full")
    }
    expect(await deliverMails(deps(), refuse)).toEqual({ sent: 0, failed: 1 })
    const take = async (m: { subject: string }) => void seen.push(m.subject)
    expect(await deliverMails(deps(), take)).toEqual({ sent: 0, failed: 0 })
    const later = new Date(Date.now() + 2 * MINUTE_MS)
    const rounds = await Promise.all([deliverMails(deps(), take, later), deliverMails(deps(), take, later)])
    expect(rounds.map((r) => r.sent).sort()).toEqual([0, 1])
    expect(await deliverMails(deps(), take, later)).toEqual({ sent: 0, failed: 0 })
    expect(seen).toEqual(["Confirm your e-mail address"])
  })
})
