/** Accounts, confirmed addresses and payees, each through the use case a person's click would run. */

import { inTx } from "#db/client.ts"
import { grantOperator } from "#lib/auth/add-role.ts"
import { confirmByLink } from "#lib/auth/confirm-by-link.ts"
import { confirmEmail } from "#lib/auth/confirm-email.ts"
import { findOrCreateBuyer } from "#lib/auth/find-or-create-buyer.ts"
import { findAccountByEmail, findPayee } from "#lib/auth/queries.ts"
import { confirmPayee, setPayee } from "#lib/auth/set-payee.ts"
import { signUp } from "#lib/auth/sign-up.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { MAIL_ONLY_BUYERS, OPERATOR, PEOPLE, type Person, PUBLISHER, PUBLISHER_NAME } from "./cast.ts"
import { actorOf, eachAtMost, type World } from "./world.ts"

export async function makePeople(world: World): Promise<void> {
  await eachAtMost(2, PEOPLE, (person) => makePerson(world, person))
  for (const email of MAIL_ONLY_BUYERS) await makeMailOnlyBuyer(world, email)
  await grantOperator(world.deps, { email: OPERATOR.email })
  await createPublisher(world.deps, { actor: await actorOf(world, PUBLISHER.email), name: PUBLISHER_NAME })
}

async function makePerson(world: World, person: Person): Promise<void> {
  const { deps } = world
  const account = await findAccountByEmail(deps.db, person.email)
  if (!account?.emailVerifiedAt) {
    const { email, password, name, roles } = person
    const { confirmToken, proof } = await signUp(deps, { email, password, name, roles })
    await confirmEmail(deps, { token: confirmToken!, proof: proof! })
  }
  if (person.paypal) await makePayee(world, person.email, person.paypal)
}

async function makePayee(world: World, email: string, paypalEmail: string): Promise<void> {
  const actor = await actorOf(world, email)
  const payee = await findPayee(world.deps.db, actor.userId)
  if (payee?.confirmedAt) return
  const { confirmToken } = await setPayee(world.deps, { actor, paypalEmail })
  await confirmPayee(world.deps, { actor, token: confirmToken! })
}

async function makeMailOnlyBuyer({ deps }: World, email: string): Promise<void> {
  const { userId } = await inTx(deps.db, "sample-buyer", (tx) => findOrCreateBuyer(tx, { email }))
  await confirmByLink(deps, { userId })
}
