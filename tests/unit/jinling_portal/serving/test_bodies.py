"""Bodies take so much memory in all and no more; where there is none left, the longest in coming goes."""

from jinling_portal.serving.bodies import Body, MemoryBudget


def test_room_holds_what_it_may_and_gets_it_back():
    room = MemoryBudget(100)
    first, second = Body(room), Body(room)

    first.append(b"a" * 60)
    second.append(b"b" * 40)

    assert (room.used, first.is_dropped, second.is_dropped) == (100, False, False)
    first.close()
    second.close()
    assert (room.used, room.arriving) == (0, {})


def test_the_one_that_has_been_arriving_longest_makes_room():
    room = MemoryBudget(100)
    oldest, older, newest = Body(room), Body(room), Body(room)
    for body in (oldest, older):
        body.append(b"a" * 50)

    newest.append(b"c" * 10)

    assert [body.is_dropped for body in (oldest, older, newest)] == [True, False, False]
    oldest.append(b"more")
    assert (len(oldest), room.used) == (0, 60)


def test_what_is_worked_on_stays_and_the_new_one_goes():
    room = MemoryBudget(100)
    whole, new = Body(room), Body(room)
    whole.append(b"a" * 90)
    whole.finish()

    new.append(b"b" * 20)

    assert (whole.is_dropped, new.is_dropped, room.used) == (False, True, 90)
    assert whole.getfile().read() == b"a" * 90


def test_moved_body_counts_where_it_is():
    public, staff = MemoryBudget(100), MemoryBudget(100)
    body = Body(public)
    body.append(b"a" * 30)

    body.move(staff)
    body.append(b"b" * 60)

    assert (public.used, public.arriving, staff.used) == (0, {}, 90)
    assert body.getfile().read() == b"a" * 30 + b"b" * 60


def test_many_bodies_of_strangers_never_take_more_than_the_room():
    room = MemoryBudget(1000)
    bodies = [Body(room) for _ in range(50)]
    for _ in range(30):
        for body in bodies:
            body.append(b"a" * 7)
            assert sum(map(len, bodies)) == room.used <= 1000
